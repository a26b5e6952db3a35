import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { distribution, shared } from "./compliant.ts";
import { requireDistributionFirewall } from "./require-distribution-firewall.ts";

/** Distributions with and without a firewall. */
export const fixtures: Fixtures = {
  rule: requireDistributionFirewall,
  compliant: {
    "a web ACL": { properties: distribution },
    "a web ACL of this program that is not there yet": {
      properties: changed(distribution, { webAclId: UNKNOWN }),
      madeFrom: { webAclId: ["other"] },
      companions: [{ type: "aws:wafv2/webAcl:WebAcl", name: "other", properties: {} }],
    },
    tenants: { type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution", properties: shared },
  },
  violating: {
    absent: {
      properties: changed(distribution, { webAclId: undefined }),
      faults: ["No firewall stands before the distribution."],
    },
    empty: {
      properties: changed(distribution, { webAclId: "" }),
      faults: ["No firewall stands before the distribution."],
    },
  },
  unknown: { "the ACL": { properties: changed(distribution, { webAclId: UNKNOWN }), path: "webAclId" } },
};
