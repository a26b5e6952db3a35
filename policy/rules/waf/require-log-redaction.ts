import { rule } from "../../core/rule.ts";

/** Tokens and cookies stay out of a firewall's log. */
export const requireLogRedaction = rule({
  name: "require-log-redaction",
  description: "Logs of web ACLs leave out the headers that let one in.",
  types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
  property: "wafv2.WebAclLoggingConfiguration.redactedFields",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason: "The log holds every header of every request: whoever reads it can use the tokens and sessions in it.",
  remediation: 'Set `redactedFields` with a `singleHeader` of the name "authorization" and one of the name "cookie".',
  controls: { "pci-dss-4.0.1": ["3.3.1", "8.3.2"], soc2: ["C1.1"], gdpr: ["5.1.c", "25.2"], psd2: ["RTS 22"] },
  settings: {
    headers: {
      type: "array",
      items: { type: "string" },
      description: "Headers that a log must not hold, in lower case.",
      default: ["authorization", "cookie"],
    },
  },
  judge: ({ resource, read, stack, settings }) => {
    const redacted = new Set(
      read.blocks("redactedFields").map((one) => one.block("singleHeader")?.text("name")?.toLowerCase()),
    );
    const missing = settings.headers.filter((name) => !redacted.has(name));
    if (missing.length === 0) return undefined;
    const acl = stack.referredBy(resource, "resourceArn", "aws:wafv2/webAcl:WebAcl");
    if (acl?.read.has("dataProtectionConfig") === true) return undefined;
    return `The log shows the header ${missing.join(" and the header ")}.`;
  },
});
