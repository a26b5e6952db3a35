import { rule } from "../../core/rule.ts";

/** A name does not run out. */
export const requireDomainRenewal = rule({
  name: "require-domain-renewal",
  description: "Registered domains renew themselves.",
  types: ["aws:route53domains/registeredDomain:RegisteredDomain", "aws:route53domains/domain:Domain"],
  property: "route53domains.RegisteredDomain.autoRenew",
  severity: "medium",
  level: "mandatory",
  reason:
    "A name that ran out is registered by somebody else within minutes, who then gets its mail and its customers.",
  remediation: "Set `autoRenew` to true, or leave it out.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => (read.flag("autoRenew") === false ? "The domain is not renewed." : undefined),
  remediate: (properties) => (properties["autoRenew"] === false ? { ...properties, autoRenew: true } : properties),
});
