import { AwsError, notImplemented } from "../core/errors.ts";
import type { Created, Existing, Properties, Registration, ResourceModel } from "../core/resource.ts";

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

/** One resource type: its inputs with their rules, and its life. */
export interface ResourceDefinition extends Pick<
  ResourceModel,
  "type" | "inputs" | "global" | "deleteBeforeReplace" | "recomputed" | "check"
> {
  readonly standing?: "modelled" | "declared-only";
  create(inputs: Reader, registration: Registration): Created;
  /**
   * What is there now: computed outputs and those inputs that can be changed behind Pulumi's back; everything else
   * stays as the state has it. `undefined` where the resource is gone.
   */
  read(existing: Existing): Properties | undefined;
  /** Makes the resource what `inputs` say; the outputs that AWS computes. Absent where every change replaces. */
  update?(inputs: Reader, existing: Existing): Properties;
  /** Harmless where the resource is gone already. */
  delete(existing: Existing): void;
}

/** A `ResourceModel` that echoes its inputs as outputs. */
export function defineResource(definition: ResourceDefinition): ResourceModel {
  const { create, read, update, standing = "modelled", ...rest } = definition;
  const { type, global } = definition;
  const echo = (inputs: Properties, region: string): Properties => ({
    ...inputs,
    ...(global === true ? {} : { region }),
    tagsAll: inputs["tags"] ?? {},
  });
  return {
    ...rest,
    standing,
    create(registration) {
      const created = create(readerOf(type, registration.inputs), registration);
      return { id: created.id, outputs: { ...echo(registration.inputs, registration.region), ...created.outputs } };
    },
    read(existing) {
      const live = read(existing);
      return live === undefined
        ? undefined
        : { ...echo(existing.inputs, existing.region), ...existing.outputs, ...live };
    },
    ...(update !== undefined && {
      update: (existing: Existing, inputs: Properties): Properties => ({
        ...existing.outputs,
        ...echo(inputs, existing.region),
        ...update(readerOf(type, inputs), existing),
      }),
    }),
  };
}
