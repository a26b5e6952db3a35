import { AwsError, notImplemented } from "../core/errors.ts";
import type { Created, Properties, Registration, ResourceModel } from "../core/resource.ts";

/** Reads untyped AWS or Pulumi properties field by field; a field of the wrong type is a `ValidationException`. */
export interface Reader {
  readonly what: string;
  readonly properties: Properties;
  text(key: string): string | undefined;
  requiredText(key: string): string;
  number(key: string): number | undefined;
  flag(key: string): boolean | undefined;
  texts(key: string): readonly string[];
  /** A map of strings, such as tags or variables; empty where absent. */
  strings(key: string): Readonly<Record<string, string>>;
  child(key: string): Reader | undefined;
  children(key: string): readonly Reader[];
}

/** A reader of `value`; `what` is how messages call the object that is read. */
export function readerOf(what: string, value: unknown): Reader {
  const properties = isProperties(value) ? value : {};
  const wrong = (key: string, expected: string) =>
    new AwsError("ValidationException", `${what}: ${key} must be ${expected}.`);
  const text = (key: string): string | undefined => {
    const found = properties[key] ?? undefined;
    if (found !== undefined && typeof found !== "string") throw wrong(key, "a string");
    return found;
  };
  const list = (key: string): readonly unknown[] => {
    const found = properties[key] ?? [];
    if (!Array.isArray(found)) throw wrong(key, "a list");
    return found;
  };
  return {
    what,
    properties,
    text,
    requiredText(key) {
      const found = text(key);
      if (found === undefined || found === "")
        throw new AwsError("ValidationException", `${what}: ${key} is required.`);
      return found;
    },
    number(key) {
      const found = properties[key] ?? undefined;
      if (found === undefined) return undefined;
      const value = typeof found === "string" && found !== "" ? Number(found) : found;
      if (typeof value !== "number" || Number.isNaN(value)) throw wrong(key, "a number");
      return value;
    },
    flag(key) {
      const found = properties[key] ?? undefined;
      if (found !== undefined && typeof found !== "boolean") throw wrong(key, "a boolean");
      return found;
    },
    texts: (key) =>
      list(key).map((item) => {
        if (typeof item !== "string") throw wrong(key, "a list of strings");
        return item;
      }),
    strings(key) {
      const found = properties[key] ?? {};
      if (!isProperties(found)) throw wrong(key, "a map of strings");
      return Object.fromEntries(
        Object.entries(found).map(([name, item]) => {
          if (typeof item !== "string") throw wrong(`${key}.${name}`, "a string");
          return [name, item];
        }),
      );
    },
    child(key) {
      const found = properties[key] ?? undefined;
      if (found === undefined) return undefined;
      if (!isProperties(found)) throw wrong(key, "an object");
      return readerOf(`${what}.${key}`, found);
    },
    children: (key) => list(key).map((item, index) => readerOf(`${what}.${key}[${index}]`, item)),
  };
}

/** Whether `value` is a plain object of properties. */
export function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Refuses by name every property of `reader` that is neither known nor switched off. */
export function refuseUnknown(reader: Reader, known: readonly string[]): void {
  for (const [key, value] of Object.entries(reader.properties)) {
    if (known.includes(key) || isSwitchedOff(value)) continue;
    throw notImplemented(`${reader.what}.${key}`);
  }
}

function isSwitchedOff(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isProperties(value) && Object.keys(value).length === 0;
}

/** One resource type: which inputs its model acts on, which it only echoes, and how it is created. */
export interface ResourceDefinition {
  readonly type: string;
  readonly standing?: "modelled" | "declared-only";
  /** Inputs that the model acts on. */
  readonly honoured: readonly string[];
  /** Inputs that change nothing a caller of the local cloud can see. */
  readonly echoed?: readonly string[];
  create(inputs: Reader, registration: Registration): Created;
}

/** A `ResourceModel` that refuses by name what `definition` does not list, and echoes its inputs as outputs. */
export function defineResource(definition: ResourceDefinition): ResourceModel {
  const known = ["region", "tags", ...definition.honoured, ...(definition.echoed ?? [])];
  return {
    type: definition.type,
    standing: definition.standing ?? "modelled",
    create(registration) {
      const inputs = readerOf(definition.type, registration.inputs);
      refuseUnknown(inputs, known);
      const created = definition.create(inputs, registration);
      const tagsAll = inputs.properties["tags"] ?? {};
      return {
        id: created.id,
        outputs: { ...registration.inputs, region: registration.region, tagsAll, ...created.outputs },
      };
    },
  };
}
