import { rule } from "../../core/rule.ts";

/** What a firewall let through or blocked is written down. */
export const requireWebAclLogs = rule({
  name: "require-web-acl-logs",
  description: "Web ACLs log the requests that they saw.",
  types: ["aws:wafv2/webAcl:WebAcl"],
  property: "wafv2.WebAclLoggingConfiguration.resourceArn",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "After an attack nobody can tell what was tried, by whom, and what went through.",
  remediation: "Add an aws.wafv2.WebAclLoggingConfiguration whose `resourceArn` is the web ACL's ARN.",
  controls: {
    "pci-dss-4.0.1": ["10.2.1", "6.4.2"],
    soc2: ["CC7.2"],
    gdpr: ["33.1"],
    psd2: ["RTS 2"],
    "aws-fsbp": ["WAF.11"],
  },
  judge: ({ resource, stack }) => {
    const logs = stack.referringTo(
      resource,
      "resourceArn",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    );
    return logs.length === 0 ? "The web ACL logs nothing." : undefined;
  },
});
