import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { FirewallLog } from "./firewall-log.ts";

/** What is decided about who may call the edge. */
export interface EdgeGuardArgs {
  readonly aclName: string;
  readonly region: string;
  readonly requestsPerFiveMinutes: number;
  readonly logGroup: string;
  readonly logKeyArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The edge's firewall: turns away addresses of bad repute, known attacks, and floods from one address. */
export class EdgeGuard extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EdgeGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:EdgeGuard", name, {}, opts);
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        name: args.aclName,
        region: args.region,
        scope: "CLOUDFRONT",
        description: "The edge of the payment cells",
        defaultAction: { allow: {} },
        rules: [
          managed(0, "AWSManagedRulesAmazonIpReputationList"),
          managed(1, "AWSManagedRulesKnownBadInputsRuleSet"),
          {
            name: "flood",
            priority: 2,
            action: { block: {} },
            statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: args.requestsPerFiveMinutes } },
            visibilityConfig: visibility("flood"),
          },
        ],
        visibilityConfig: visibility(args.aclName),
        tags: args.tags,
      },
      { parent: this },
    );
    const { logGroup, logKeyArn: keyArn, region, tags } = args;
    new FirewallLog(`${name}-log`, { logGroup, aclArn: acl.arn, keyArn, region, tags }, { parent: this });
    this.arn = acl.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function managed(priority: number, group: string): aws.types.input.wafv2.WebAclRule {
  return {
    name: group,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(group),
  };
}

/** Counts, but keeps no samples of requests: they would show tokens. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
