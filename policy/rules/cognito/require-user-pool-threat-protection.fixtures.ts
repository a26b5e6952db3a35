import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { userPool, machineClient } from "./compliant.ts";
import { requireUserPoolThreatProtection } from "./require-user-pool-threat-protection.ts";

/** Pools with threat protection, and without. */
export const fixtures: Fixtures = {
  rule: requireUserPoolThreatProtection,
  compliant: {
    enforced: { properties: userPool },
    "machines alone": { properties: changed(userPool, { userPoolAddOns: undefined }), companions: [machineClient] },
  },
  violating: {
    absent: {
      properties: changed(userPool, { userPoolAddOns: undefined }),
      faults: ["The user pool does not look for stolen sign-ins."],
    },
    off: {
      properties: changed(userPool, { userPoolAddOns: { advancedSecurityMode: "OFF" } }),
      faults: ["The user pool does not look for stolen sign-ins."],
    },
    counted: {
      properties: changed(userPool, { userPoolAddOns: { advancedSecurityMode: "AUDIT" } }),
      faults: ["The user pool only counts sign-ins that look stolen."],
    },
  },
  unknown: {
    "the mode": {
      properties: changed(userPool, { userPoolAddOns: { advancedSecurityMode: UNKNOWN } }),
      path: "userPoolAddOns.advancedSecurityMode",
    },
  },
};
