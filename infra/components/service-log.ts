import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceTrust } from "../plan/policies.ts";
import type { ServiceLogPlan } from "../plan/service-logs.ts";

/** What is decided about a service's log. */
export interface ServiceLogArgs {
  readonly plan: ServiceLogPlan;
  readonly account: string;
  readonly keyArn: pulumi.Input<string>;
  /** Only where it is not the stack's own. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A log group, and the role in which an AWS service writes it. */
export class ServiceLog extends pulumi.ComponentResource {
  readonly groupArn: pulumi.Output<string>;
  /** Known once the role may write. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ServiceLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:ServiceLog", name, {}, opts);
    const { plan, tags } = args;
    const region = args.region === undefined ? {} : { region: args.region };
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: plan.logGroup, retentionInDays: 365, kmsKeyId: args.keyArn, ...region, tags },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      { name: plan.roleName, assumeRolePolicy: serviceTrust(plan.service, args.account), tags },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: "grants", role: role.name, policy: policyDocument(plan.grants) },
      { parent: this },
    );
    this.groupArn = group.arn;
    this.roleArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs();
  }
}
