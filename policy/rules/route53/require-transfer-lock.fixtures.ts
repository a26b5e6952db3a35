import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { registered } from "./compliant.ts";
import { requireTransferLock } from "./require-transfer-lock.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireTransferLock,
  compliant: {
    on: { properties: registered },
    "the default": { properties: changed(registered, { transferLock: undefined }) },
    "on, aws:route53domains/domain:Domain": { type: "aws:route53domains/domain:Domain", properties: registered },
    "the default, aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { transferLock: undefined }),
    },
  },
  violating: {
    off: { properties: changed(registered, { transferLock: false }), faults: ["The domain may be transferred away."] },
    "off, aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { transferLock: false }),
      faults: ["The domain may be transferred away."],
    },
  },
  unknown: {
    it: { properties: changed(registered, { transferLock: UNKNOWN }), path: "transferLock" },
    "aws:route53domains/domain:Domain": {
      type: "aws:route53domains/domain:Domain",
      properties: changed(registered, { transferLock: UNKNOWN }),
      path: "transferLock",
    },
  },
};
