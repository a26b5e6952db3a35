import { UNKNOWN } from "./reader.ts";
import type { Rule } from "./rule.ts";

/** The properties of a resource in a fixture. */
export type Properties = Readonly<Record<string, unknown>>;

/** Another resource that a fixture's stack has. */
export interface Companion {
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
  /** What its properties were made from: names of other resources of the case, `MAIN` for the one that is judged. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
}

/** The name of the resource that is judged, among its companions. */
export const MAIN = "main";

/** One case: what it is called, and the resource. */
export interface FixtureCase {
  readonly properties: Properties;
  /** The type token, where it is not the rule's first. */
  readonly type?: string;
  readonly protect?: boolean;
  /** As `Companion.madeFrom`. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
  /** The rest of the stack. */
  readonly companions?: readonly Companion[];
  /** The project's other stacks, for rules over a whole project. */
  readonly otherStacks?: readonly (readonly Companion[])[];
  /** The rule's settings, where they are not the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A case with the exact sentences that the rule says of it. */
export interface ViolatingCase extends FixtureCase {
  readonly faults: readonly string[];
}

/**
 * What a rule is tried on. `compliant` complies with every rule of the pack; a violating case differs from it by one
 * thing.
 */
export interface Fixtures {
  readonly rule: Rule;
  readonly compliant: Readonly<Record<string, FixtureCase>>;
  readonly violating: Readonly<Record<string, ViolatingCase>>;
  /** Cases that must come out as not evaluated, with the property's path. */
  readonly unknown: Readonly<Record<string, FixtureCase & { readonly path: string }>>;
}

/** These properties with some replaced; `undefined` takes one away, `UNKNOWN` makes it unknown. */
export function changed(base: Properties, change: Properties): Properties {
  return Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined));
}

export { UNKNOWN };
