import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { registered } from "./compliant.ts";
import { requireDomainPrivacy } from "./require-domain-privacy.ts";

/** Domains with contacts hidden and shown. */
export const fixtures: Fixtures = {
  rule: requireDomainPrivacy,
  compliant: {
    "the default": { properties: registered },
    hidden: {
      type: "aws:route53domains/domain:Domain",
      properties: { ...registered, adminPrivacy: true, registrantPrivacy: true, techPrivacy: true },
    },
  },
  violating: {
    one: {
      properties: { ...registered, registrantPrivacy: false },
      faults: ["The domain publishes its contacts: registrant."],
    },
    two: {
      type: "aws:route53domains/domain:Domain",
      properties: { ...registered, adminPrivacy: false, techPrivacy: false },
      faults: ["The domain publishes its contacts: admin, tech."],
    },
  },
  unknown: { one: { properties: { ...registered, adminPrivacy: UNKNOWN }, path: "adminPrivacy" } },
};
