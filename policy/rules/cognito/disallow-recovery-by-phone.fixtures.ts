import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { userPool } from "./compliant.ts";
import { disallowRecoveryByPhone } from "./disallow-recovery-by-phone.ts";

/** Pools by how an account is recovered. */
export const fixtures: Fixtures = {
  rule: disallowRecoveryByPhone,
  compliant: {
    "by mail": { properties: userPool },
    "by mail first": {
      properties: changed(userPool, {
        accountRecoverySetting: {
          recoveryMechanisms: [
            { name: "verified_phone_number", priority: 2 },
            { name: "verified_email", priority: 1 },
          ],
        },
      }),
    },
    "by an administrator": {
      properties: changed(userPool, {
        accountRecoverySetting: { recoveryMechanisms: [{ name: "admin_only", priority: 1 }] },
      }),
    },
    "as AWS does": { properties: changed(userPool, { accountRecoverySetting: undefined }) },
  },
  violating: {
    "by phone": {
      properties: changed(userPool, {
        accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_phone_number", priority: 1 }] },
      }),
      faults: ["Whoever has a user's phone number can reset the password."],
    },
  },
  unknown: {
    "the way": {
      properties: changed(userPool, {
        accountRecoverySetting: { recoveryMechanisms: [{ name: UNKNOWN, priority: 1 }] },
      }),
      path: "accountRecoverySetting.recoveryMechanisms[0].name",
    },
  },
};
