import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwords, userPool, machineClient } from "./compliant.ts";
import { requireUserPoolPasswordLength } from "./require-user-pool-password-length.ts";

/** Pools by the length of their passwords. */
export const fixtures: Fixtures = {
  rule: requireUserPoolPasswordLength,
  compliant: {
    twelve: { properties: userPool },
    more: { properties: changed(userPool, { passwordPolicy: { ...passwords, minimumLength: 16 } }) },
    "machines alone": { properties: changed(userPool, { passwordPolicy: undefined }), companions: [machineClient] },
  },
  violating: {
    eight: {
      properties: changed(userPool, { passwordPolicy: { ...passwords, minimumLength: 8 } }),
      faults: ["Passwords may have 8 characters only."],
    },
    "the default": {
      properties: changed(userPool, { passwordPolicy: changed(passwords, { minimumLength: undefined }) }),
      faults: ["Passwords may have 8 characters only."],
    },
    six: {
      properties: changed(userPool, { passwordPolicy: { ...passwords, minimumLength: 6 } }),
      faults: ["Passwords may have 6 characters only."],
    },
  },
  unknown: {
    "the length": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, minimumLength: UNKNOWN } }),
      path: "passwordPolicy.minimumLength",
    },
  },
};
