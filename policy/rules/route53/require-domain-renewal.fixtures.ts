import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { registered } from "./compliant.ts";
import { requireDomainRenewal } from "./require-domain-renewal.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireDomainRenewal,
  compliant: {
    on: { properties: registered },
    "the default": { properties: changed(registered, { autoRenew: undefined }) },
    "on, aws:route53domains/domain:Domain": { type: "aws:route53domains/domain:Domain", properties: registered },
    "the default, aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { autoRenew: undefined }),
    },
  },
  violating: {
    off: { properties: changed(registered, { autoRenew: false }), faults: ["The domain is not renewed."] },
    "off, aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { autoRenew: false }),
      faults: ["The domain is not renewed."],
    },
  },
  unknown: {
    it: { properties: changed(registered, { autoRenew: UNKNOWN }), path: "autoRenew" },
    "aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { autoRenew: UNKNOWN }),
      path: "autoRenew",
    },
  },
};
