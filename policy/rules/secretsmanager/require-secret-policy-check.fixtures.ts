import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { secretPolicy } from "./compliant.ts";
import { requireSecretPolicyCheck } from "./require-secret-policy-check.ts";

/** Policies with and without the check. */
export const fixtures: Fixtures = {
  rule: requireSecretPolicyCheck,
  compliant: {
    checked: { properties: secretPolicy },
  },
  violating: {
    "nothing said": {
      properties: changed(secretPolicy, { blockPublicPolicy: undefined }),
      faults: ["The secret's policy is put in place without a check for broad access."],
    },
    "not checked": {
      properties: changed(secretPolicy, { blockPublicPolicy: false }),
      faults: ["The secret's policy is put in place without a check for broad access."],
    },
  },
  unknown: {
    it: { properties: changed(secretPolicy, { blockPublicPolicy: UNKNOWN }), path: "blockPublicPolicy" },
  },
};
