import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { originSecretHeader } from "../plan/edge-settings.ts";
import { FirewallLog } from "./firewall-log.ts";

/** What is decided about who may call a cell's API. */
export interface OriginGuardArgs {
  readonly aclName: string;
  readonly apiStageArn: pulumi.Input<string>;
  /** Two, so that the edge can change from one to the other while both are accepted. */
  readonly secrets: readonly [string, string];
  readonly logGroup: string;
  readonly logKeyArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lets only the edge through: whoever does not send one of its secrets is refused before anything runs. */
export class OriginGuard extends pulumi.ComponentResource {
  constructor(name: string, args: OriginGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:OriginGuard", name, {}, opts);
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        name: args.aclName,
        scope: "REGIONAL",
        description: "Only the edge",
        defaultAction: { block: {} },
        rules: [
          {
            name: "edge-secret",
            priority: 0,
            action: { allow: {} },
            statement: { orStatement: { statements: args.secrets.map(headerEquals) } },
            visibilityConfig: visibility("edge-secret"),
          },
        ],
        visibilityConfig: visibility(args.aclName),
        tags: args.tags,
      },
      { parent: this },
    );
    new aws.wafv2.WebAclAssociation(name, { resourceArn: args.apiStageArn, webAclArn: acl.arn }, { parent: this });
    const { logGroup, logKeyArn: keyArn, tags } = args;
    new FirewallLog(`${name}-firewall`, { logGroup, aclArn: acl.arn, keyArn, tags }, { parent: this });
    this.registerOutputs();
  }
}

function headerEquals(secret: string): aws.types.input.wafv2.WebAclRuleStatement {
  return {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { name: originSecretHeader } },
      positionalConstraint: "EXACTLY",
      searchString: pulumi.secret(secret),
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** Counts, but keeps no samples of requests: they would show the secret. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
