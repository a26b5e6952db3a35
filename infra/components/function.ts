import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFolder } from "../bundles/paths.ts";
import { lambdaRuntime, type FunctionPlan } from "../plan/functions.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";
import type { Placement } from "./network.ts";

/** What every function of a cell has in common. */
export interface FunctionSurroundings {
  readonly account: string;
  readonly placements: Readonly<Record<FunctionPlan["subnets"], Placement>>;
  readonly logKeyArn: pulumi.Input<string>;
  /** Under which the functions' variables lie. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Whom alarms about them tell. */
  readonly alarmTopicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is decided about one function. */
export interface CellFunctionArgs extends FunctionSurroundings {
  readonly plan: FunctionPlan;
  /** Variables that only AWS knows. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A Lambda function with its log group and a role of its own that may do what the plan grants. */
export class CellFunction extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: CellFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:CellFunction", name, {}, opts);
    const { plan } = args;
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: plan.logGroup, retentionInDays: 90, kmsKeyId: args.logKeyArn, tags: args.tags },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      {
        name: plan.physicalName,
        assumeRolePolicy: serviceTrust("lambda.amazonaws.com", args.account),
        tags: args.tags,
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: "grants", role: role.name, policy: policyDocument(plan.grants) },
      { parent: this },
    );
    const placement = args.placements[plan.subnets];
    const lambda = new aws.lambda.Function(
      name,
      {
        name: plan.physicalName,
        role: role.arn,
        runtime: lambdaRuntime,
        architectures: ["arm64"],
        handler: "index.handler",
        code: new pulumi.asset.FileArchive(bundleFolder(plan.name)),
        timeout: plan.timeoutSeconds,
        memorySize: plan.memoryMiB,
        ...(plan.reserved === undefined ? {} : { reservedConcurrentExecutions: plan.reserved }),
        environment: { variables: { ...plan.environment, ...args.environment } },
        kmsKeyArn: args.secretsKeyArn,
        vpcConfig: { subnetIds: placement.subnetIds, securityGroupIds: [...placement.securityGroupIds] },
        tracingConfig: { mode: "Active" },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, systemLogLevel: plan.systemLogLevel },
        tags: args.tags,
      },
      // Without the policy Lambda cannot place the function, and without the log group it would make one of its own.
      { parent: this, dependsOn: [policy, logGroup] },
    );
    this.arn = lambda.arn;
    this.functionName = lambda.name;
    this.registerOutputs({ arn: this.arn });
  }
}
