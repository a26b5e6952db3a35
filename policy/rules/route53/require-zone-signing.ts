import { rule } from "../../core/rule.ts";

/** Answers are signed. */
export const requireZoneSigning = rule({
  name: "require-zone-signing",
  description: "Public zones are signed by DNSSEC.",
  types: ["aws:route53/zone:Zone"],
  property: "route53.Zone.dnssec",
  severity: "low",
  level: "advisory",
  reason: "An unsigned answer can be forged on its way, and sends customers to somebody else.",
  remediation: "Add an `aws.route53.HostedZoneDnsSec` with this zone as `hostedZoneId`, and a key-signing key.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    // A private zone answers its own networks only.
    if (read.blocks("vpcs").length > 0) return undefined;
    return stack.referringTo(resource, "hostedZoneId", "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec").length === 0
      ? "The zone is not signed."
      : undefined;
  },
});
