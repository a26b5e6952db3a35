import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { originSecretHeader } from "../plan/edge-settings.ts";
import type { GlobalPlan } from "../plan/global-plan.ts";
import { renderRouter } from "../plan/routing.ts";
import { cachingDisabled, EdgePolicies } from "./edge-policies.ts";

/** What is decided about the edge. */
export interface EdgeRouterArgs {
  readonly plan: GlobalPlan;
  /** The router as built, without its table. */
  readonly routerSource: string;
  /** The secret by which the cells know the edge. */
  readonly originSecret: string;
  readonly certificateArn: pulumi.Input<string>;
  readonly webAclArn: pulumi.Input<string>;
}

/** One distribution before all cells, whose function picks a cell for every request. */
export class EdgeRouter extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly keyValueStoreArn: pulumi.Output<string>;
  readonly domainName: pulumi.Output<string>;
  readonly hostedZoneId: pulumi.Output<string>;

  constructor(name: string, args: EdgeRouterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:EdgeRouter", name, {}, opts);
    const { plan } = args;
    // What is in the store is the operators' and the reconciler's: evacuations outlive every `pulumi up`.
    const store = new aws.cloudfront.KeyValueStore(
      name,
      { name: plan.names.keyValueStore, comment: "Which cell serves which home, and which cells are down" },
      { parent: this },
    );
    const router = new aws.cloudfront.Function(
      name,
      {
        name: plan.names.router,
        runtime: "cloudfront-js-2.0",
        comment: "Picks the cell of a request",
        code: renderRouter(args.routerSource, plan.routing),
        keyValueStoreAssociations: [store.arn],
        publish: true,
      },
      { parent: this },
    );
    const policies = new EdgePolicies(name, { names: plan.names }, { parent: this });
    const distribution = new aws.cloudfront.Distribution(name, distributionArgs(args, policies, router.arn), {
      parent: this,
    });
    this.arn = distribution.arn;
    this.keyValueStoreArn = store.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
    this.registerOutputs();
  }
}

function distributionArgs(
  args: EdgeRouterArgs,
  policies: EdgePolicies,
  routerArn: pulumi.Input<string>,
): aws.cloudfront.DistributionArgs {
  const { plan } = args;
  return {
    enabled: true,
    comment: `Payment cells, ${plan.stage.name}`,
    aliases: [plan.names.publicHost],
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    priceClass: "PriceClass_All",
    webAclId: args.webAclArn,
    origins: plan.origins.map((origin) => ({
      originId: origin.id,
      domainName: origin.host,
      customHeaders: [{ name: originSecretHeader, value: pulumi.secret(args.originSecret) }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        // A little longer than API Gateway's 29 s, so that its answer comes first.
        originReadTimeout: 30,
      },
    })),
    defaultCacheBehavior: {
      targetOriginId: firstOrigin(plan),
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cachedMethods: ["GET", "HEAD"],
      compress: false,
      cachePolicyId: cachingDisabled,
      originRequestPolicyId: policies.originRequestPolicyId,
      responseHeadersPolicyId: policies.responseHeadersPolicyId,
      functionAssociations: [{ eventType: "viewer-request", functionArn: routerArn }],
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: args.certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
    tags: plan.tags,
  };
}

/** Where a request goes that the router, against its design, did not place. */
function firstOrigin(plan: GlobalPlan): string {
  const [first] = plan.origins;
  if (first === undefined) {
    throw new Error(`Stage ${plan.stage.name} has no cell.`);
  }
  return first.id;
}
