import type { InputRule } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";

/**
 * A value in a form in which two that mean the same are the same. `undefined` for what is as good as absent. An empty
 * object is, as the value of an input; inside one it may be a choice, as in `{ allow: {} }`.
 */
export function canonical(value: unknown, rule?: InputRule): unknown {
  const found = canonicalInside(value, rule ?? {});
  return rule !== undefined && isProperties(found) && Object.keys(found).length === 0 ? undefined : found;
}

function canonicalInside(value: unknown, rule: InputRule): unknown {
  if (value === undefined || value === null) return zeroless(plain(rule.default));
  if (rule.json === true && typeof value === "string") return parsed(value);
  const meansMore = rule.computed === true || zeroless(rule.default) !== undefined;
  const whole = meansMore ? plain(value) : zeroless(plain(value));
  return rule.unordered === true && Array.isArray(whole) ? whole.toSorted(byText) : whole;
}

/** Whether two values mean the same under a rule. */
export function isSame(left: unknown, right: unknown, rule?: InputRule): boolean {
  return textOf(canonical(left, rule)) === textOf(canonical(right, rule));
}

/** Switched off is as good as absent, where absence does not mean switched on. */
function zeroless(value: unknown): unknown {
  return value === false || value === "" || value === 0 ? undefined : value;
}

/** Sorts keys, leaves out what is absent or empty, and knows an archive by the hash of its contents. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain);
  if (!isProperties(value)) return value ?? undefined;
  if (typeof value["hash"] === "string" && (value["kind"] === "archive" || value["kind"] === "asset")) {
    return value["hash"];
  }
  const kept = Object.keys(value)
    .toSorted()
    .map((key) => [key, plain(value[key])])
    .filter(([, inner]) => inner !== undefined && inner !== false && inner !== "");
  return kept.length === 0 && Object.keys(value).length > 0 ? undefined : Object.fromEntries(kept);
}

function parsed(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return plain(document);
  } catch {
    return text;
  }
}

function byText(left: unknown, right: unknown): number {
  return textOf(left) < textOf(right) ? -1 : 1;
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "";
}
