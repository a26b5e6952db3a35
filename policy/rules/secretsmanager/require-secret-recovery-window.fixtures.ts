import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { rotated, secret } from "./compliant.ts";
import { requireSecretRecoveryWindow } from "./require-secret-recovery-window.ts";

/** Windows of recovery. */
export const fixtures: Fixtures = {
  rule: requireSecretRecoveryWindow,
  compliant: {
    "30 days": { properties: secret, companions: rotated },
    "nothing said": { properties: changed(secret, { recoveryWindowInDays: undefined }), companions: rotated },
    "seven days": { properties: changed(secret, { recoveryWindowInDays: 7 }), companions: rotated },
  },
  violating: {
    none: {
      properties: changed(secret, { recoveryWindowInDays: 0 }),
      companions: rotated,
      faults: ["The secret is deleted at once, with no way back."],
    },
    "less than the setting": {
      properties: changed(secret, { recoveryWindowInDays: 0 }),
      settings: { minDays: 30 },
      companions: rotated,
      faults: ["The secret is deleted at once, with no way back."],
    },
  },
  unknown: {
    window: {
      properties: changed(secret, { recoveryWindowInDays: UNKNOWN }),
      companions: rotated,
      path: "recoveryWindowInDays",
    },
  },
};
