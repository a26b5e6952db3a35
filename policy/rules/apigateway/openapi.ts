import { parse } from "yaml";
import { Malformed } from "../../core/reader.ts";

type Json = Readonly<Record<string, unknown>>;

const VERBS = new Set(["get", "post", "put", "patch", "delete", "head", "x-amazon-apigateway-any-method"]);

/**
 * The operations of an OpenAPI definition, JSON or YAML, that ask nobody who calls: "GET /orders". Browsers send no
 * credentials with OPTIONS, so it is left out. Throws `Malformed` where the text is no such definition.
 */
export function openOperations(text: string, path: string): readonly string[] {
  const definition = asBlock(parsed(text, path));
  if (definition === undefined) throw new Malformed(path, "an OpenAPI definition");
  return Object.entries(blockAt(definition, "paths")).flatMap(([route, item]) =>
    Object.entries(asBlock(item) ?? {})
      .filter(([verb, operation]) => VERBS.has(verb) && !isAuthorized(asBlock(operation) ?? {}, definition))
      .map(([verb]) => `${verb === "x-amazon-apigateway-any-method" ? "ANY" : verb.toUpperCase()} ${route}`),
  );
}

function isAuthorized(operation: Json, definition: Json): boolean {
  const kind = blockAt(operation, "x-amazon-apigateway-auth")["type"];
  if (kind !== undefined) return kind !== "NONE";
  const security = operation["security"] ?? definition["security"];
  // An empty requirement lets anyone pass.
  return Array.isArray(security) && security.length > 0 && security.every((one) => names(one, definition));
}

/** Whether a requirement names a scheme that tells who calls: an API key does not. */
function names(requirement: unknown, definition: Json): boolean {
  const schemes = {
    ...blockAt(definition, "securityDefinitions"),
    ...blockAt(blockAt(definition, "components"), "securitySchemes"),
  };
  return Object.keys(asBlock(requirement) ?? {}).some((name) => !isKey(blockAt(schemes, name)));
}

function isKey(scheme: Json): boolean {
  const header = scheme["name"];
  if (scheme["type"] !== "apiKey" || typeof header !== "string" || header.toLowerCase() !== "x-api-key") return false;
  return !("x-amazon-apigateway-authorizer" in scheme) && !("x-amazon-apigateway-authtype" in scheme);
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new Malformed(path, "an OpenAPI definition: it is neither JSON nor YAML");
  }
}

function blockAt(block: Json, name: string): Json {
  return asBlock(block[name]) ?? {};
}

function asBlock(value: unknown): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // Just looked at: an object that is no list.
  return value as Json;
}
