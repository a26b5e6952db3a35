import { rule } from "../../core/rule.ts";

/** A name stays with its owner. */
export const requireTransferLock = rule({
  name: "require-transfer-lock",
  description: "Registered domains are locked against transfer.",
  types: ["aws:route53domains/registeredDomain:RegisteredDomain", "aws:route53domains/domain:Domain"],
  property: "route53domains.RegisteredDomain.transferLock",
  severity: "high",
  level: "mandatory",
  reason: "Without the lock somebody who tricks the registry moves the name away, and every site and mailbox with it.",
  remediation: "Set `transferLock` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["1.2.1"], soc2: ["CC6.1", "A1.2"] },
  judge: ({ read }) => (read.flag("transferLock") === false ? "The domain may be transferred away." : undefined),
  remediate: (properties) =>
    properties["transferLock"] === false ? { ...properties, transferLock: true } : properties,
});
