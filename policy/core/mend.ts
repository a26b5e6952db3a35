import { NotKnown, UNKNOWN } from "./reader.ts";
import type { Rule } from "./rule.ts";
import type { Properties } from "./wire.ts";

/** What a rule made of a resource: its properties from `before` to `after`, or why it could not tell yet. */
export type Mended =
  | { readonly rule: Rule; readonly before: Properties; readonly after: Properties }
  | { readonly rule: Rule; readonly why: string };

/** Lets each of these rules mend a resource, as the one before it left it. What is not known yet stays as it is. */
export function mendedBy(rules: readonly Rule[], properties: Properties): readonly Mended[] {
  const mended: Mended[] = [];
  const unknown = new Set(Object.keys(properties).filter((name) => !isKnown(properties[name])));
  let before: Properties = Object.fromEntries(Object.entries(properties).filter(([name]) => !unknown.has(name)));
  for (const rule of rules) {
    if (rule.remediate === undefined) continue;
    try {
      const given = guarded(before, unknown);
      const after = rule.remediate(given);
      if (after === given) continue;
      mended.push({ rule, before, after });
      before = after;
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      mended.push({ rule, why: thrown instanceof NotKnown ? `Not mended: ${why}` : `${rule.name} failed: ${why}` });
    }
  }
  return mended;
}

/** What is known, to be copied as it is; who asks for what is not known gets `NotKnown`. */
function guarded(known: Properties, unknown: ReadonlySet<string>): Properties {
  return new Proxy(known, {
    has: (target, name) => name in target || (typeof name === "string" && unknown.has(name)),
    get(target, name) {
      if (typeof name !== "string") return undefined;
      if (unknown.has(name)) throw new NotKnown(name);
      return target[name];
    },
  });
}

function isKnown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== UNKNOWN;
  return Object.values(value).every(isKnown);
}
