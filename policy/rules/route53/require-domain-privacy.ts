import { rule } from "../../core/rule.ts";

/** People behind a name are not published. */
export const requireDomainPrivacy = rule({
  name: "require-domain-privacy",
  description: "Contacts of registered domains are hidden from WHOIS.",
  types: ["aws:route53domains/registeredDomain:RegisteredDomain", "aws:route53domains/domain:Domain"],
  property: "route53domains.RegisteredDomain.privacy",
  severity: "low",
  level: "mandatory",
  reason: "Names, addresses and numbers of staff in a public register are what a convincing call begins with.",
  remediation:
    "Set `adminPrivacy`, `registrantPrivacy`, `techPrivacy` and `billingPrivacy` to true, or leave them out.",
  controls: { soc2: ["C1.1", "P4.2"], gdpr: ["5.1.f", "25.2"] },
  judge: ({ read }) => {
    const shown = ["admin", "registrant", "tech", "billing"].filter((who) => read.flag(`${who}Privacy`) === false);
    return shown.length === 0 ? undefined : `The domain publishes its contacts: ${shown.join(", ")}.`;
  },
});
