import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policyFor, rotated, secret, secretPolicy } from "./compliant.ts";
import { disallowPublicSecretPolicy } from "./disallow-public-secret-policy.ts";

/** Policies of secrets for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicSecretPolicy,
  compliant: {
    "no policy": { properties: secret, companions: rotated },
    "a role": {
      properties: changed(secret, { policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }) }),
      companions: rotated,
    },
    "a policy of its own": { type: "aws:secretsmanager/secretPolicy:SecretPolicy", properties: secretPolicy },
  },
  violating: {
    everyone: {
      properties: changed(secret, { policy: policyFor("*") }),
      companions: rotated,
      faults: ["The secret's policy grants everyone access, in policy.Statement[0]."],
    },
    "every AWS account, in a policy of its own": {
      type: "aws:secretsmanager/secretPolicy:SecretPolicy",
      properties: changed(secretPolicy, { policy: policyFor({ AWS: "*" }) }),
      faults: ["The secret's policy grants everyone access, in policy.Statement[0]."],
    },
  },
  unknown: {
    policy: {
      type: "aws:secretsmanager/secretPolicy:SecretPolicy",
      properties: changed(secretPolicy, { policy: UNKNOWN }),
      path: "policy",
    },
  },
};
