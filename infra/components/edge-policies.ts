import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { timeZoneHeader } from "../plan/edge-settings.ts";
import type { globalNames } from "../plan/names.ts";

/** What is decided about what the edge keeps, hands on and adds. */
export interface EdgePoliciesArgs {
  readonly names: ReturnType<typeof globalNames>;
}

/** AWS's own policy "CachingDisabled", the same in every account. */
export const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** What the edge hands on to a cell, and what it adds to a cell's answers. It keeps nothing. */
export class EdgePolicies extends pulumi.ComponentResource {
  readonly originRequestPolicyId: pulumi.Output<string>;
  readonly responseHeadersPolicyId: pulumi.Output<string>;

  constructor(name: string, args: EdgePoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:EdgePolicies", name, {}, opts);
    const { names } = args;
    this.originRequestPolicyId = new aws.cloudfront.OriginRequestPolicy(
      name,
      {
        name: names.originRequestPolicy,
        headersConfig: {
          headerBehavior: "allViewerAndWhitelistCloudFront",
          headers: { items: [timeZoneHeader] },
        },
        cookiesConfig: { cookieBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "all" },
      },
      { parent: this },
    ).id;
    this.responseHeadersPolicyId = new aws.cloudfront.ResponseHeadersPolicy(
      name,
      {
        name: names.responseHeadersPolicy,
        securityHeadersConfig: {
          strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true },
          contentTypeOptions: { override: true },
        },
      },
      { parent: this },
    ).id;
    this.registerOutputs();
  }
}
