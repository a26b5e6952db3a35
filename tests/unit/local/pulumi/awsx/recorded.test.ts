import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import type { ComponentPlan, PlannedChild } from "../../../../../local/pulumi/awsx/component.ts";
import { isGiven, isMade, isRef } from "../../../../../local/pulumi/awsx/component.ts";
import { construct } from "../../../../../local/pulumi/awsx/construct.ts";
import { components } from "../../../../../local/pulumi/awsx/index.ts";
import trails from "./fixtures/trail.json" with { type: "json" };
import vpcs from "./fixtures/vpc.json" with { type: "json" };

/** A child as the public component registered it: parent and dependencies are "<type> <name>", "" is the component. */
interface RecordedChild {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly dependsOn: readonly string[];
  readonly aliasTypes?: readonly string[];
  readonly inputs: Properties;
  /** What Pulumi's mocks answered beside the inputs. */
  readonly outputs?: Properties;
}

interface RecordedCase {
  readonly title: string;
  readonly component: string;
  readonly name: string;
  readonly args: Properties;
  readonly children: readonly RecordedChild[];
}

// The two files were written by one recorder; their JSON types differ only in what happens to be in them.
const recorded = [...vpcs.cases, ...trails.cases] as unknown as readonly RecordedCase[];

function labelOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type.split(":").at(-1)} ${name}`;
}

/** The children's keys that a child needs: those that it names, and those that its inputs refer to. */
function needsOf(child: PlannedChild): ReadonlySet<string> {
  const needs = new Set(child.dependsOn);
  const visit = (value: unknown): void => {
    if (isGiven(value)) return;
    if (isRef(value)) needs.add(value.childKey);
    else if (isMade(value)) value.madeOf.forEach(visit);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(child.inputs);
  return needs;
}

/** What `construct` makes of a plan where every child answers as it did in the recording. */
async function built(plan: ComponentPlan, answers: readonly RecordedChild[]): Promise<readonly RecordedChild[]> {
  const inputs: Properties[] = [];
  await construct(plan, {
    identity: { project: "p", stack: "s" },
    urn: "urn:pulumi:s::p::component::it",
    async create(child) {
      inputs.push(child.inputs);
      const answer = answers.find((one) => labelOf(one) === labelOf(child));
      return { id: `id of ${labelOf(child)}`, outputs: { ...child.inputs, ...answer?.outputs } };
    },
  });
  const labels = new Map(plan.children.map((child) => [child.key, labelOf(child)]));
  return plan.children.map((child, index) => ({
    type: child.type,
    name: child.name,
    parent: labels.get(child.parent ?? "") ?? "",
    dependsOn: [...needsOf(child)].map((key) => labels.get(key) ?? key).toSorted(),
    ...(child.aliasTypes !== undefined && { aliasTypes: child.aliasTypes }),
    inputs: inputs[index] ?? {},
  }));
}

function sorted(children: readonly RecordedChild[]): readonly RecordedChild[] {
  return children
    .map(({ outputs: _answers, ...child }) => ({ ...child, dependsOn: child.dependsOn.toSorted() }))
    .toSorted((left, right) => (`${left.type} ${left.name}` < `${right.type} ${right.name}` ? -1 : 1));
}

describe("the children of a component are those of its public provider", () => {
  it("in its version 3.8.0", () => {
    expect([vpcs.recordedFrom.version, trails.recordedFrom.version]).toEqual(["3.8.0", "3.8.0"]);
  });

  it.each(recorded)("$component: $title", async ({ component, name, args, children }) => {
    const plan = components.get(component)?.({ name, inputs: args, region: "eu-west-1" });
    if (plan === undefined) throw new Error(`No plan of ${component}.`);
    expect(sorted(await built(plan, children))).toEqual(sorted(children));
  });
});
