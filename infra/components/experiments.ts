import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ExperimentPlan, ExperimentsPlan } from "../plan/experiments.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";

/** What is decided about a cell's experiments. */
export interface ExperimentsArgs {
  readonly plan: ExperimentsPlan;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The faults that drills bring about on AWS, ready to be started by `npm run drill`; nothing starts them by itself. */
export class Experiments extends pulumi.ComponentResource {
  constructor(name: string, args: ExperimentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Experiments", name, {}, opts);
    const { plan, account, tags } = args;
    const role = new aws.iam.Role(
      name,
      { name: plan.role, assumeRolePolicy: serviceTrust("fis.amazonaws.com", account), tags },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: "grants", role: role.name, policy: policyDocument(plan.grants) },
      { parent: this },
    );
    for (const template of plan.templates) {
      new aws.fis.ExperimentTemplate(
        `${name}-${template.name}`,
        // Templates have no name of their own: AWS shows the tag, and drills find them by it.
        { ...templateArgs(template), roleArn: role.arn, tags: { ...tags, Name: template.name } },
        { parent: this, dependsOn: [policy] },
      );
    }
    this.registerOutputs();
  }
}

function templateArgs({ name, description, actionId, parameters, target, stopAlarms }: ExperimentPlan) {
  const targetName = "cell";
  return {
    description,
    actions: [
      {
        name,
        actionId,
        parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
        target: { key: target.key, value: targetName },
      },
    ],
    targets: [
      {
        name: targetName,
        resourceType: target.resourceType,
        selectionMode: "ALL",
        ...(target.arns === undefined ? {} : { resourceArns: [...target.arns] }),
        ...(target.tags === undefined
          ? {}
          : { resourceTags: Object.entries(target.tags).map(([key, value]) => ({ key, value })) }),
      },
    ],
    stopConditions: stopAlarms.map((value) => ({ source: "aws:cloudwatch:alarm", value })),
  };
}
