import type { Value } from "../../functions/domain/ledger-write.ts";

/** One text for equal stored values, whatever the order of their fields. */
export function canonical(value: Value): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([field, held]) => `${JSON.stringify(field)}:${canonical(held)}`).join()}}`;
}

/** One text for equal JSON values, whatever the order of their fields. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held !== "object" || held === null || Array.isArray(held)) return held;
    return Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
