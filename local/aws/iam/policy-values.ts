import { malformed } from "./malformed.ts";

/** A string or a list of strings of a policy document, as a list; empty where absent. */
export function strings(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "boolean" || typeof item === "number") return String(item);
    throw malformed(`The value of ${name} must be a string or a list of strings.`);
  });
}

/** Whether `value` is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
