import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessLogFormat, apiLogGrants } from "../plan/api.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";

/** What is decided about the access log of an API. */
export interface ApiLogsArgs {
  readonly logGroup: string;
  readonly keyArn: pulumi.Input<string>;
  readonly account: string;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** An API's access log, and the leave to write it that API Gateway wants once per account and region. */
export class ApiLogs extends pulumi.ComponentResource {
  readonly settings: pulumi.Output<{ destinationArn: string; format: string }>;

  constructor(name: string, args: ApiLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:ApiLogs", name, {}, opts);
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroup, retentionInDays: 90, kmsKeyId: args.keyArn, tags: args.tags },
      { parent: this },
    );
    // Once per account and region: another stage here may log by it, so it stays unless all protection is lifted.
    const kept = { parent: this, retainOnDelete: args.protect };
    const role = new aws.iam.Role(
      name,
      { assumeRolePolicy: serviceTrust("apigateway.amazonaws.com", args.account), tags: args.tags },
      kept,
    );
    const policy = new aws.iam.RolePolicy(name, { role: role.name, policy: policyDocument(apiLogGrants) }, kept);
    const account = new aws.apigateway.Account(name, { cloudwatchRoleArn: role.arn }, { ...kept, dependsOn: [policy] });
    this.settings = pulumi
      .all([group.arn, account.id])
      .apply(([destinationArn]) => ({ destinationArn, format: accessLogFormat }));
    this.registerOutputs();
  }
}
