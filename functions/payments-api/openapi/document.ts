import { PAGE_MAX } from "../requests.ts";
import { createJsonSchemas, type JsonSchemas, type NamedSchemas } from "./json-schemas.ts";
import { headerComponents, problemSchema, responsesOf, sharedProblems, type SharedProblems } from "./responses.ts";
import type { RouteDescription } from "./route-description.ts";

/** What the routes themselves do not say about the API. */
export interface AboutApi {
  readonly title: string;
  readonly version: string;
  /** Where a client gets its tokens: the token endpoint of a cell's user pool. */
  readonly tokenUrl: string;
  /** The schemas that get a name in the document. */
  readonly schemas: NamedSchemas;
}

/** An OpenAPI 3.1 document; plain data, ready for `JSON.stringify`. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly security: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Describes the API from its routes' own schemas. The same routes give the same text, byte for byte. It is run when the
 * functions are built: neither this nor the converter of schemas belongs into a bundle.
 */
export function openApiDocument(routes: readonly RouteDescription[], about: AboutApi): OpenApiDocument {
  const schemas = createJsonSchemas(about.schemas);
  const shared = sharedProblems(routes);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, schemas, shared) };
  }
  return {
    openapi: "3.1.0",
    info: { title: about.title, version: about.version },
    // Nothing is open unless it says so.
    security: [{ oauth2: [] }],
    paths,
    components: {
      securitySchemes: {
        oauth2: {
          type: "oauth2",
          flows: { clientCredentials: { tokenUrl: about.tokenUrl, scopes: scopesOf(routes) } },
        },
      },
      headers: headerComponents,
      responses: Object.fromEntries(shared),
      schemas: { ...schemas.components, Problem: problemSchema },
    },
  };
}

function operationOf(route: RouteDescription, schemas: JsonSchemas, shared: SharedProblems) {
  const { operationId, summary, scopes } = route;
  const parameters = [
    ...pathParameters(route.path),
    ...headerParameters(route),
    ...pageParameters(route),
    ...queryParameters(route),
  ];
  const body = bodyOf(route, schemas);
  return {
    operationId,
    summary,
    security: scopes.length === 0 ? [] : [{ oauth2: scopes }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route, schemas, shared),
  };
}

function bodyOf({ body, bodyType = body && "application/json" }: RouteDescription, schemas: JsonSchemas) {
  if (bodyType === undefined) return undefined;
  const schema = bodyType === "application/xml" || body === undefined ? { type: "string" } : schemas.use(body);
  return { required: true, content: { [bodyType]: { schema } } };
}

function pathParameters(path: string) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
}

function headerParameters({ idempotent, namesHome }: RouteDescription) {
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: true,
    description: "Names the request, for good: the same key gets the same answer, and nothing is done twice.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
  const home = {
    name: "Home-Cell",
    in: "header",
    required: true,
    description: "The cell where the account is at home, for good.",
    schema: { type: "string" },
  };
  return [...(idempotent ? [key] : []), ...(namesHome === true ? [home] : [])];
}

function pageParameters({ paged }: RouteDescription) {
  if (paged !== true) return [];
  const limit = { type: "integer", minimum: 1, maximum: PAGE_MAX };
  const cursor = { name: "cursor", in: "query", description: "The `next_cursor` of the page before." };
  return [
    { name: "limit", in: "query", required: false, description: "How many at the most.", schema: limit },
    { ...cursor, required: false, schema: { type: "string" } },
  ];
}

function queryParameters({ query = [] }: RouteDescription) {
  return query.map(({ name, description, format, values }) => {
    const schema = { type: "string", ...(format && { format }), ...(values && { enum: values }) };
    return { name, in: "query", description, required: false, schema };
  });
}

function scopesOf(routes: readonly RouteDescription[]): Readonly<Record<string, string>> {
  const scopes = [...new Set(routes.flatMap((route) => route.scopes))].sort();
  return Object.fromEntries(
    scopes.map((scope) => {
      const [resource = "", action = ""] = scope.split("/");
      return [scope, action === "read" ? `Read ${resource}.` : `Create and change ${resource}.`];
    }),
  );
}
