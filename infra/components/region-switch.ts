import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountTrust, policyDocument, serviceTrust, type Grant } from "../plan/policies.ts";
import type { RegionSwitchPlan, RegionSwitchPlans } from "../plan/region-switch.ts";

/** What is decided about the managed region switch. */
export interface RegionSwitchArgs {
  readonly plans: RegionSwitchPlans;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** ARC's plans of moving a region's traffic away and back, each step approved by an operator. */
export class RegionSwitch extends pulumi.ComponentResource {
  constructor(name: string, args: RegionSwitchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:RegionSwitch", name, {}, opts);
    const { plans, account } = args;
    const trust = serviceTrust("arc-region-switch.amazonaws.com", account);
    const executor = this.role(`${name}-execution`, plans.executionRole, trust, plans.executionGrants, args);
    const approver = this.role(
      `${name}-approver`,
      plans.approverRole,
      accountTrust(account),
      plans.approverGrants,
      args,
    );
    for (const plan of plans.plans) {
      new aws.arcregionswitch.Plan(
        `${name}-${plan.name}`,
        { ...planArgs(plan, approver.arn), executionRole: executor.arn, tags: args.tags },
        { parent: this },
      );
    }
    this.registerOutputs();
  }

  private role(
    name: string,
    roleName: string,
    assumeRolePolicy: string,
    grants: readonly Grant[],
    { tags }: RegionSwitchArgs,
  ): aws.iam.Role {
    const role = new aws.iam.Role(name, { name: roleName, assumeRolePolicy, tags }, { parent: this });
    new aws.iam.RolePolicy(name, { name: "grants", role: role.name, policy: policyDocument(grants) }, { parent: this });
    return role;
  }
}

function planArgs(plan: RegionSwitchPlan, approvalRole: pulumi.Input<string>) {
  const workflow = (workflowTargetAction: "deactivate" | "activate") => ({
    workflowTargetAction,
    steps: [
      {
        ...plan.steps[workflowTargetAction],
        executionBlockType: "ManualApproval",
        executionApprovalConfigs: [{ approvalRole, timeoutMinutes: 60 }],
      },
    ],
  });
  return {
    name: plan.name,
    description: plan.description,
    recoveryApproach: "activeActive",
    regions: [...plan.regions],
    recoveryTimeObjectiveMinutes: plan.recoveryTimeObjectiveMinutes,
    // The stack may stand before its cells: what an alarm's name leads to is looked up at each evaluation of the plan.
    associatedAlarms: Object.entries(plan.alarms).map(([cell, resourceIdentifier]) => ({
      mapBlockKey: cell,
      alarmType: "applicationHealth",
      resourceIdentifier,
    })),
    workflows: [workflow("deactivate"), workflow("activate")],
  };
}
