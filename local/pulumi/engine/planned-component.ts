import * as pulumi from "@pulumi/pulumi";
import { given, isGiven, isMade, isRef } from "../awsx/component.ts";
import { isProperties } from "../wire.ts";
import type { ComponentPlan, PlanComponent, PlannedChild } from "../awsx/component.ts";

/** A component as Pulumi's engine asks for it. */
export interface ComponentRequest {
  readonly name: string;
  readonly type: string;
  readonly inputs: pulumi.Inputs;
  readonly options: pulumi.ComponentResourceOptions;
  readonly plan: PlanComponent;
  readonly region: string;
  /** The version of the `aws` package that the children belong to. */
  readonly awsVersion: string;
}

/** A component whose children were registered as its plan says. */
export interface PlannedComponent {
  readonly urn: pulumi.Output<string>;
  readonly outputs: pulumi.Inputs;
}

/** Registers a component and its children with the engine. Inputs that are not known yet are passed on to them. */
export async function createPlannedComponent(request: ComponentRequest): Promise<PlannedComponent> {
  const { name, type, options, awsVersion } = request;
  // An object of inputs stays an object: its leaves alone are replaced.
  const inputs = (await opened(request.inputs)) as pulumi.Inputs;
  const plan = request.plan({ name, inputs, region: request.region });
  const component = new pulumi.ComponentResource(type, name, {}, options);
  const children = new Map<string, pulumi.CustomResource>();
  const outputNames = mentionedOutputs(plan);
  for (const child of plan.children) {
    const parent = child.parent === undefined ? component : known(children, child.parent);
    const { key } = child;
    children.set(key, registerChild(child, parent, children, { awsVersion, outputNames: outputNames.get(key) ?? [] }));
  }
  // What is resolved of an object is an object.
  const outputs = resolved(plan.outputs, children) as pulumi.Inputs;
  return { urn: component.urn, outputs };
}

/** Pulumi leaves the class itself to its subclasses. */
class PlannedResource extends pulumi.CustomResource {}

function registerChild(
  { type, name, inputs, ...child }: PlannedChild,
  parent: pulumi.Resource,
  children: ReadonlyMap<string, pulumi.CustomResource>,
  { awsVersion, outputNames }: { readonly awsVersion: string; readonly outputNames: readonly string[] },
): pulumi.CustomResource {
  const aliases = (child.aliasTypes ?? []).map((former) => ({ type: former }));
  const dependsOn = (child.dependsOn ?? []).map((key) => known(children, key));
  // An output that nobody gives becomes a property of the resource once its name is among the inputs.
  const computed = Object.fromEntries(outputNames.map((output) => [output, undefined]));
  const properties = { ...computed, ...(resolved(inputs, children) as pulumi.Inputs) };
  return new PlannedResource(type, name, properties, { parent, dependsOn, aliases, version: awsVersion });
}

/** Replaces outputs by what they hold where that is known; the others go through the plan unopened. */
async function opened(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    return given(value);
  }
  if (Array.isArray(value)) return Promise.all(value.map(opened));
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
  const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await opened(inner)]));
  return Object.fromEntries(entries);
}

function resolved(value: unknown, children: ReadonlyMap<string, pulumi.CustomResource>): unknown {
  if (isGiven(value)) return value.given;
  if (isMade(value)) {
    const parts = value.madeOf.map((part) => resolved(part, children));
    return pulumi.all(parts).apply((known) => value.make(...known));
  }
  if (isRef(value)) {
    const child = known(children, value.childKey);
    if (value.property === "") return child;
    // Every output that is mentioned is a property of its resource (see `registerChild`), and so is the id.
    return value.property === "id" ? child.id : (child as unknown as pulumi.Inputs)[value.property];
  }
  if (Array.isArray(value)) return value.map((element) => resolved(element, children));
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, children)]));
}

/** Which outputs of which child the plan refers to. */
function mentionedOutputs(plan: ComponentPlan): ReadonlyMap<string, readonly string[]> {
  const mentioned = new Map<string, string[]>();
  const visit = (value: unknown): void => {
    if (isGiven(value)) return;
    if (isRef(value)) {
      const names = mentioned.get(value.childKey) ?? [];
      if (value.property !== "" && value.property !== "id") names.push(value.property);
      mentioned.set(value.childKey, names);
    } else if (typeof value === "object" && value !== null) {
      Object.values(value).forEach(visit);
    }
  };
  visit(plan.outputs);
  plan.children.forEach((child) => visit(child.inputs));
  return mentioned;
}

function known(children: ReadonlyMap<string, pulumi.CustomResource>, key: string): pulumi.CustomResource {
  const child = children.get(key);
  if (child === undefined) throw new Error(`A component's plan refers to "${key}" before it exists.`);
  return child;
}
