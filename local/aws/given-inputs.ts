import type { Existing, InputRule, Properties } from "../core/resource.ts";

/**
 * Every input that a type knows, each with its value; what was not given is named too, as `undefined`, so that what an
 * update took away leaves the outputs.
 */
export function givenInputs(rules: Readonly<Record<string, InputRule>>, given: Properties): Properties {
  return Object.fromEntries([...Object.keys(rules), "tags"].map((name) => [name, given[name]]));
}

/**
 * Which resource is meant: the values of the inputs `names`, from the state or, in an import, from the parts of the id.
 * `undefined` where the id has other parts than these.
 */
export function addressOf(
  existing: Existing,
  names: readonly string[],
  separator = "/",
): readonly string[] | undefined {
  const known: Properties = { ...existing.outputs, ...existing.inputs };
  const values = names.map((name) => known[name]);
  if (values.every((value) => typeof value === "string")) return values;
  const parts = existing.id.split(separator);
  // The last part may hold the separator itself, as the path of a method does.
  const last = parts.slice(names.length - 1).join(separator);
  return parts.length < names.length ? undefined : [...parts.slice(0, names.length - 1), last];
}

/** The id that the state should have from here on: an import may have been given another that names the same. */
export function ownId(existing: Existing, id: string): Properties {
  return existing.id === id ? {} : { id };
}
