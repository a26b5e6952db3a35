import { rule } from "../../core/rule.ts";
import { type Reader } from "../../core/reader.ts";

/** A log that drops something keeps what was blocked. */
export const requireBlockedRequestsInLog = rule({
  name: "require-blocked-requests-in-log",
  description: "Filters of web ACL logs keep the requests that were blocked.",
  types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
  property: "wafv2.WebAclLoggingConfiguration.loggingFilter",
  severity: "medium",
  level: "advisory",
  reason: "A filter that drops blocked requests leaves no account of an attack.",
  remediation: 'Set `loggingFilter.defaultBehavior` to "KEEP", or add a filter that keeps the action "BLOCK".',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2", "CC7.3"], gdpr: ["33.1"], psd2: ["RTS 2"] },
  judge: ({ read }) => {
    const filter = read.block("loggingFilter");
    if (filter?.text("defaultBehavior") !== "DROP") return undefined;
    const kept = filter
      .blocks("filters")
      .some((one) => one.text("behavior") === "KEEP" && one.blocks("conditions").some(isBlocked));
    return kept ? undefined : "The log drops the requests that were blocked.";
  },
});

function isBlocked(condition: Reader): boolean {
  return condition.block("actionCondition")?.text("action") === "BLOCK";
}
