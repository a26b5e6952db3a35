import type { Properties } from "../../core/resource.ts";

/** What a component's plan is made from. */
export interface ComponentRequest {
  readonly name: string;
  readonly inputs: Properties;
  readonly region: string;
}

/** A child that a component creates. `inputs` may hold `Ref`s to children that come before it. */
export interface PlannedChild {
  /** Names the child within the plan. */
  readonly key: string;
  readonly type: string;
  readonly name: string;
  /** The key of its parent; without one its parent is the component itself. */
  readonly parent?: string;
  /** Keys of children that have to be there first, beside those that `inputs` refer to. */
  readonly dependsOn?: readonly string[];
  /** Types under which earlier versions of the `aws` package had this child. */
  readonly aliasTypes?: readonly string[];
  readonly inputs: Properties;
}

/** What a component creates, in order, and its outputs, which may hold `Ref`s. */
export interface ComponentPlan {
  readonly children: readonly PlannedChild[];
  readonly outputs: Properties;
}

/** How a component is planned: pure. */
export type PlanComponent = (request: ComponentRequest) => ComponentPlan;

/** Stands for a child: for its id, one of its outputs, or a live reference to the resource itself. */
export interface Ref {
  readonly childKey: string;
  readonly property: string;
}

/** The id of the child `childKey`. */
export function idOf(childKey: string): Ref {
  return { childKey, property: "id" };
}

/** The output `property` of the child `childKey`. */
export function outputOf(childKey: string, property: string): Ref {
  return { childKey, property };
}

/** The child `childKey` itself, as a live resource in the program. */
export function resourceOf(childKey: string): Ref {
  return { childKey, property: "" };
}

/** Whether a value stands for a child. */
export function isRef(value: unknown): value is Ref {
  return typeof value === "object" && value !== null && "childKey" in value;
}

/** An input that the plan passes on without looking at it: under Pulumi's engine it may not be known yet. */
export interface Given {
  readonly given: unknown;
}

/** Wraps an input that is not looked at. */
export function given(value: unknown): Given {
  return { given: value };
}

/** Whether a value is an input that is not looked at. */
export function isGiven(value: unknown): value is Given {
  return typeof value === "object" && value !== null && "given" in value;
}

/** What is made of values of which some are known only later: `make` is handed all of them once they are. */
export interface Made {
  /** `Ref`s, `Given`s and plain values. */
  readonly madeOf: readonly unknown[];
  readonly make: (...values: readonly unknown[]) => unknown;
}

/** Makes something of a value: at once where it is plain, else when it is known. */
export function derive(value: unknown, make: (value: unknown) => unknown): unknown {
  return isRef(value) || isGiven(value) || isMade(value) ? { madeOf: [value], make } : make(value);
}

/** Whether a value is made of others later. */
export function isMade(value: unknown): value is Made {
  return typeof value === "object" && value !== null && "madeOf" in value;
}
