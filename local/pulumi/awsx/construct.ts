import type { Created, Properties } from "../../core/resource.ts";
import type { State } from "../messages.ts";
import { childUrn } from "../urn.ts";
import type { StackIdentity } from "../urn.ts";
import { isProperties, resourceReference } from "../wire.ts";
import { isGiven, isMade, isRef } from "./component.ts";
import type { ComponentPlan, Ref } from "./component.ts";

/** How a planned child is made. */
export interface ConstructDeps {
  readonly identity: StackIdentity;
  /** The component's own URN. */
  readonly urn: string;
  create(child: { type: string; name: string; urn: string; inputs: Properties }): Promise<Created>;
}

/** Creates a component's children one after the other, and works out its outputs. */
export async function construct(
  plan: ComponentPlan,
  { identity, urn, create }: ConstructDeps,
): Promise<{ outputs: Properties; children: readonly State[] }> {
  const made = new Map<string, State>();
  for (const { key, parent, type, name, inputs } of plan.children) {
    const parentUrn = parent === undefined ? urn : known(made, parent).urn;
    const child = childUrn(identity, parentUrn, type, name);
    const created = await create({ type, name, urn: child, inputs: resolveAll(inputs, made) });
    made.set(key, { urn: child, id: created.id, state: created.outputs });
  }
  return { outputs: resolveAll(plan.outputs, made), children: [...made.values()] };
}

function known(made: ReadonlyMap<string, State>, key: string): State {
  const state = made.get(key);
  if (state === undefined) {
    throw new Error(`A component's plan refers to "${key}" before it exists.`);
  }
  return state;
}

function resolveAll(properties: Properties, made: ReadonlyMap<string, State>): Properties {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(properties)) {
    const found = resolve(value, made);
    if (found !== undefined) resolved[key] = found;
  }
  return resolved;
}

function resolve(value: unknown, made: ReadonlyMap<string, State>): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolve(element, made));
  }
  if (isGiven(value)) {
    return value.given;
  }
  if (isMade(value)) {
    return value.make(...value.madeOf.map((part) => resolve(part, made)));
  }
  if (isRef(value)) {
    return resolveRef(value, known(made, value.childKey));
  }
  return isProperties(value) ? resolveAll(value, made) : value;
}

function resolveRef({ property }: Ref, { urn, id, state }: State): unknown {
  switch (property) {
    case "":
      return resourceReference(urn, id);
    case "id":
      return id;
    default:
      return state[property];
  }
}
