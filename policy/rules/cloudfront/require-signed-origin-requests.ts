import { rule } from "../../core/rule.ts";

/** A distribution shows who it is whenever it asks. */
export const requireSignedOriginRequests = rule({
  name: "require-signed-origin-requests",
  description: "Origin access controls sign every request.",
  types: ["aws:cloudfront/originAccessControl:OriginAccessControl"],
  property: "cloudfront.OriginAccessControl.signingBehavior",
  severity: "high",
  level: "mandatory",
  reason: "A control that does not sign makes the origin open itself to others than the distribution.",
  remediation: 'Set `signingBehavior` to "always".',
  controls: { "pci-dss-4.0.1": ["7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const behavior = read.text("signingBehavior");
    if (behavior === "always") return undefined;
    return behavior === "no-override"
      ? "The control lets a viewer's own signature through instead of its own."
      : "The control does not sign what it asks for.";
  },
});
