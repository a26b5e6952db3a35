import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { userPool } from "./compliant.ts";
import { requireAdministeredSignUp } from "./require-administered-sign-up.ts";

/** Pools by who adds users. */
export const fixtures: Fixtures = {
  rule: requireAdministeredSignUp,
  compliant: { administrators: { properties: userPool } },
  violating: {
    absent: {
      properties: changed(userPool, { adminCreateUserConfig: undefined }),
      faults: ["Anyone can sign up with the user pool."],
    },
    anyone: {
      properties: changed(userPool, { adminCreateUserConfig: { allowAdminCreateUserOnly: false } }),
      faults: ["Anyone can sign up with the user pool."],
    },
  },
  unknown: {
    who: {
      properties: changed(userPool, { adminCreateUserConfig: { allowAdminCreateUserOnly: UNKNOWN } }),
      path: "adminCreateUserConfig.allowAdminCreateUserOnly",
    },
  },
};
