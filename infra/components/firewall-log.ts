import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { originSecretHeader } from "../plan/edge-settings.ts";

/** What is decided about a firewall's log. */
export interface FirewallLogArgs {
  readonly logGroup: string;
  readonly aclArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Only where it is not the stack's own. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a firewall refused, without what lets anybody in: what it let through stands in the access log. */
export class FirewallLog extends pulumi.ComponentResource {
  constructor(name: string, args: FirewallLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:FirewallLog", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroup, retentionInDays: 90, kmsKeyId: args.keyArn, ...region, tags: args.tags },
      { parent: this },
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        resourceArn: args.aclArn,
        logDestinationConfigs: [group.arn],
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            { behavior: "KEEP", requirement: "MEETS_ANY", conditions: [{ actionCondition: { action: "BLOCK" } }] },
          ],
        },
        redactedFields: [originSecretHeader, "authorization", "cookie"].map((header) => ({
          singleHeader: { name: header },
        })),
        ...region,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
