import { createHash } from "node:crypto";
import { judge } from "./judge.ts";
import type { Around } from "./judge.ts";
import { reader, UNKNOWN } from "./reader.ts";
import type { Resource, Rule } from "./rule.ts";

/**
 * The hash of what a rule reads of a resource: of those properties, or of all where it reads none. It is the same for
 * the same values, however they are ordered; `undefined` where one of them is not known yet.
 */
export function readHash(
  rule: Rule,
  resource: Resource,
  properties: Readonly<Record<string, unknown>>,
  around: Around,
): string | undefined {
  const read = new Set<string>();
  const watched = new Proxy(properties, {
    get(target, key) {
      if (typeof key === "string") read.add(key);
      return Reflect.get(target, key) as unknown; // whatever the resource has there
    },
  });
  judge(rule, { ...resource, read: reader(watched) }, around);
  const names = read.size === 0 ? Object.keys(properties) : [...read];
  const text = canonical(Object.fromEntries(names.map((name) => [name, properties[name] ?? null])));
  return text === undefined ? undefined : createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** JSON with sorted keys; `undefined` where something is not known. */
function canonical(value: unknown): string | undefined {
  if (value === UNKNOWN) return undefined;
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    return parts.includes(undefined) ? undefined : `[${parts.join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, canonical(one)] as const);
  if (parts.some(([, one]) => one === undefined)) return undefined;
  return `{${parts.map(([key, one]) => `${JSON.stringify(key)}:${one}`).join(",")}}`;
}
