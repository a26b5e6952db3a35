import { rule } from "../../core/rule.ts";

/** Browsers do not try plain HTTP a second time. */
export const requireStrictTransport = rule({
  name: "require-strict-transport",
  description: "Policies of response headers tell browsers to use HTTPS for a year.",
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  property: "cloudfront.ResponseHeadersPolicy.securityHeadersConfig.strictTransportSecurity",
  severity: "medium",
  level: "mandatory",
  reason:
    "The first request of a visit may go over plain HTTP, where someone in between can answer with a page of theirs.",
  remediation:
    "Set `securityHeadersConfig.strictTransportSecurity` with an `accessControlMaxAgeSec` of at least 31536000.",
  controls: { "pci-dss-4.0.1": ["4.2.1", "6.2.4"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const strict = read.block("securityHeadersConfig")?.block("strictTransportSecurity");
    if (strict === undefined) return "The policy does not tell browsers to use HTTPS.";
    const seconds = strict.number("accessControlMaxAgeSec") ?? 0;
    return seconds >= 31_536_000 ? undefined : `The policy tells browsers to use HTTPS for ${seconds} seconds only.`;
  },
});
