import { rule } from "../../core/rule.ts";

/** Signing is not switched off. */
export const disallowStoppedSigning = rule({
  name: "disallow-stopped-signing",
  description: "Zones that have DNSSEC sign.",
  types: ["aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"],
  property: "route53.HostedZoneDnsSec.signingStatus",
  severity: "medium",
  level: "mandatory",
  reason: "Resolvers that expect signatures refuse the whole zone once they stop.",
  remediation: 'Set `signingStatus` to "SIGNING", or leave it out.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7", "A1.2"] },
  judge: ({ read }) =>
    read.text("signingStatus") === "NOT_SIGNING" ? "Signing of the zone is switched off." : undefined,
});
