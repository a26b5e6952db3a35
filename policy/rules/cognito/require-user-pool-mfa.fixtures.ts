import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { userPool, client, machineClient } from "./compliant.ts";
import { requireUserPoolMfa } from "./require-user-pool-mfa.ts";

/** Pools by what a sign-in takes. */
export const fixtures: Fixtures = {
  rule: requireUserPoolMfa,
  compliant: {
    "more than a password": { properties: userPool },
    "machines alone": { properties: changed(userPool, { mfaConfiguration: undefined }), companions: [machineClient] },
  },
  violating: {
    absent: {
      properties: changed(userPool, { mfaConfiguration: undefined }),
      faults: ["Users sign in with a password alone."],
    },
    off: {
      properties: changed(userPool, { mfaConfiguration: "OFF" }),
      faults: ["Users sign in with a password alone."],
    },
    "as users like": {
      properties: changed(userPool, { mfaConfiguration: "OPTIONAL" }),
      faults: ["Users may sign in with a password alone."],
    },
    "off, where users sign in too": {
      properties: changed(userPool, { mfaConfiguration: "OFF" }),
      companions: [machineClient, { ...machineClient, name: "web", properties: client }],
      faults: ["Users sign in with a password alone."],
    },
  },
  unknown: {
    "the factors": { properties: changed(userPool, { mfaConfiguration: UNKNOWN }), path: "mfaConfiguration" },
  },
};
