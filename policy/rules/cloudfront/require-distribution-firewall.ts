import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** A firewall looks at requests before an origin does. */
export const requireDistributionFirewall = rule({
  name: "require-distribution-firewall",
  description: "CloudFront distributions stand behind a web ACL.",
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"],
  property: "cloudfront.Distribution.webAclId",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Floods and known attacks reach the origin where no firewall stands before it.",
  remediation: "Set `webAclId` to the ARN of a web ACL of scope CLOUDFRONT.",
  controls: { "pci-dss-4.0.1": ["6.4.1", "6.4.2"], soc2: ["CC6.6"], psd2: ["RTS 2"], "aws-fsbp": ["CloudFront.6"] },
  judge: (given) => {
    const acl = referenceAt(given, given.read, "webAclId", "aws:wafv2/webAcl:WebAcl", "aws:waf/webAcl:WebAcl");
    return acl === undefined || acl === "" ? "No firewall stands before the distribution." : undefined;
  },
});
