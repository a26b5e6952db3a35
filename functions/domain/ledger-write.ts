import type { LedgerKey } from "./keys.ts";
import { invariant } from "./result.ts";

/** What an attribute of a ledger item holds; numbers are whole and exact. */
export type Value = string | bigint | boolean | readonly Value[] | { readonly [field: string]: Value };

/** A ledger item without its key. */
export type Item = Readonly<Record<string, Value>>;

/** One comparison of a stored attribute. */
export type Test =
  | { readonly field: string; readonly is: "absent" }
  | { readonly field: string; readonly is: "present" }
  | { readonly field: string; readonly is: "=" | "<=" | ">=" | ">"; readonly value: string | bigint };

/** A named condition of a write: it holds when any of its tests does. Its name says what a refusal means. */
export interface Clause<Name extends string = string> {
  readonly name: Name;
  readonly anyOf: readonly [Test, ...Test[]];
}

/** One item of an all-or-nothing change of the ledger. */
export type LedgerWrite<Name extends string = string> =
  | { readonly write: "put"; readonly key: LedgerKey; readonly item: Item }
  | {
      readonly write: "update";
      readonly key: LedgerKey;
      readonly require: readonly Clause<Name>[];
      readonly set?: Item;
      readonly add?: Readonly<Record<string, bigint>>;
      readonly remove?: readonly string[];
    }
  | { readonly write: "check"; readonly key: LedgerKey; readonly require: readonly Clause<Name>[] };

/** Which writes of a change were refused, and the items that refused them as they were at that moment. */
export interface Refusal {
  readonly index: number;
  readonly old: Item | undefined;
}

/** What came of asking the ledger for a change. */
export type CommitOutcome =
  | { readonly outcome: "committed" }
  | { readonly outcome: "refused"; readonly refusals: readonly [Refusal, ...Refusal[]] }
  /** Others were writing the same items all along; nothing was written. */
  | { readonly outcome: "contention" }
  /** Nobody knows whether it was written: asking again with the same keys tells. */
  | { readonly outcome: "unknown" }
  /** The lease ran out before an attempt could start; nothing is under way. */
  | { readonly outcome: "lease_ended" };

/** A figure of a stored item; what is not stored is zero. */
export function figureIn(item: Item | undefined, field: string): bigint {
  const stored = item?.[field];
  return typeof stored === "bigint" ? stored : 0n;
}

/** The step of a change that a refusal speaks of. */
export function refusedStep<Step>(steps: readonly Step[], { index }: Refusal): Step {
  const step = steps[index];
  invariant(step !== undefined, "a refusal names a write of the change");
  return step;
}

/** A clause with a single test. */
export function clause<Name extends string>(name: Name, test: Test): Clause<Name> {
  return { name, anyOf: [test] };
}

/** The first clause that an item breaks, in the order they were written; undefined when it breaks none. */
export function firstBroken<Name extends string>(
  clauses: readonly Clause<Name>[],
  item: Item | undefined,
): Name | undefined {
  return clauses.find(({ anyOf }) => !anyOf.some((test) => holds(test, item?.[test.field])))?.name;
}

function holds(test: Test, stored: Value | undefined): boolean {
  if (test.is === "absent") return stored === undefined;
  if (test.is === "present") return stored !== undefined;
  if (stored === undefined || typeof stored !== typeof test.value) return false;
  switch (test.is) {
    case "=":
      return stored === test.value;
    case "<=":
      return stored <= test.value;
    case ">=":
      return stored >= test.value;
    case ">":
      return stored > test.value;
  }
}
