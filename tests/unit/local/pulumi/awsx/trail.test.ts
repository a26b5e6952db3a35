import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { given, isMade } from "../../../../../local/pulumi/awsx/component.ts";
import type { ComponentPlan } from "../../../../../local/pulumi/awsx/component.ts";
import { construct } from "../../../../../local/pulumi/awsx/construct.ts";
import { planTrail } from "../../../../../local/pulumi/awsx/trail.ts";

function plan(inputs: Record<string, unknown>): ComponentPlan {
  return planTrail({ name: "audit", region: "eu-west-1", inputs });
}

/** The children's inputs once everything is known. */
async function inputsOf(planned: ComponentPlan): Promise<readonly Properties[]> {
  const inputs: Properties[] = [];
  await construct(planned, {
    identity: { project: "p", stack: "s" },
    urn: "urn:pulumi:s::p::awsx:cloudtrail:Trail::audit",
    async create(child) {
      inputs.push(child.inputs);
      return { id: child.name, outputs: child.inputs };
    },
  });
  return inputs;
}

describe("awsx:cloudtrail:Trail with inputs that are known later", () => {
  it("hands them on unopened, and makes what depends on them once they are known", async () => {
    const planned = plan({ s3Bucket: { existing: { name: given("logs") } }, kmsKeyId: given("a key") });
    const [policy, trail] = planned.children;
    expect(trail?.inputs).toMatchObject({ s3BucketName: given("logs"), kmsKeyId: given("a key") });
    expect([policy?.inputs["bucket"], isMade(policy?.inputs["policy"])]).toEqual([given("logs"), true]);
    const [known] = await inputsOf(planned);
    expect(known).toMatchObject({
      bucket: "logs",
      policy: { Statement: [{ Resource: ["arn:aws:::logs"] }, { Resource: ["arn:aws:::logs/*"] }] },
    });
  });

  it("cuts the name out of a bucket's ARN once that is known", async () => {
    const [policy, trail] = await inputsOf(plan({ s3Bucket: { existing: { arn: given("arn:aws:s3:::logs") } } }));
    expect([policy?.["bucket"], trail?.["s3BucketName"]]).toEqual(["logs", "logs"]);
  });
});

describe("awsx:cloudtrail:Trail refuses", () => {
  const cases: readonly [string, Record<string, unknown>, string][] = [
    ["an input that it does not know", { colour: "red" }, "awsx:cloudtrail:Trail's colour"],
    [
      "a bucket that exists and is made",
      { s3Bucket: { existing: { name: "logs" }, args: {} } },
      "awsx:cloudtrail:Trail.s3Bucket: either existing or args can be given, not both.",
    ],
    [
      "a bucket without name and ARN",
      { s3Bucket: { existing: {} } },
      "awsx:cloudtrail:Trail.s3Bucket.existing: expected a name or an arn.",
    ],
    [
      "a log group by its name",
      { cloudWatchLogsGroup: { enable: true, existing: { name: "there" } } },
      "awsx:cloudtrail:Trail.cloudWatchLogsGroup.existing without an arn",
    ],
    [
      "a choice that is not known yet",
      { cloudWatchLogsGroup: { enable: given(true) } },
      "awsx:cloudtrail:Trail.cloudWatchLogsGroup.enable has to be known before anything is created",
    ],
  ];
  it.each(cases)("%s", (_name, inputs, message) => {
    expect(() => plan(inputs)).toThrow(message);
  });
});
