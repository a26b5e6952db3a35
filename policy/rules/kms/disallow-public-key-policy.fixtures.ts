import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey, key, keyPolicy, policyWith, replicaExternalKey, replicaKey } from "./compliant.ts";
import { disallowPublicKeyPolicy } from "./disallow-public-key-policy.ts";

/** Policies of keys for someone and for everyone, in every form. */
export const fixtures: Fixtures = {
  rule: disallowPublicKeyPolicy,
  compliant: {
    "the account and a role": { properties: key },
    "no policy, which is the account's": { properties: changed(key, { policy: undefined }) },
    "everyone of an account through a service, as AWS's own keys do": {
      properties: changed(key, {
        policy: policyWith({
          Principal: { AWS: "*" },
          Condition: {
            StringEquals: { "kms:CallerAccount": "111122223333", "kms:ViaService": "sns.eu-west-1.amazonaws.com" },
          },
        }),
      }),
    },
    "everyone, denied": {
      properties: changed(key, {
        policy: policyWith({ Effect: "Deny", Principal: "*", Action: "kms:ScheduleKeyDeletion" }),
      }),
    },
    "a policy of its own": { type: "aws:kms/keyPolicy:KeyPolicy", properties: keyPolicy },
    "a replica": { type: "aws:kms/replicaKey:ReplicaKey", properties: replicaKey },
    "an imported key": { type: "aws:kms/externalKey:ExternalKey", properties: externalKey },
    "its replica": { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", properties: replicaExternalKey },
  },
  violating: {
    everyone: {
      properties: changed(key, { policy: policyWith({ Principal: "*" }) }),
      faults: ["The key's policy grants everyone access, in policy.Statement[1]."],
    },
    "every AWS account, among others": {
      properties: changed(key, {
        policy: policyWith({ Principal: { AWS: ["arn:aws:iam::111122223333:role/orders", "*"] } }),
      }),
      faults: ["The key's policy grants everyone access, in policy.Statement[1]."],
    },
    "everyone through a service": {
      properties: changed(key, {
        policy: policyWith({
          Principal: "*",
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
        }),
      }),
      faults: ["The key's policy grants everyone access, in policy.Statement[1]."],
    },
    "a policy of its own": {
      type: "aws:kms/keyPolicy:KeyPolicy",
      properties: changed(keyPolicy, { policy: policyWith({ Principal: { AWS: "*" } }) }),
      faults: ["The key's policy grants everyone access, in policy.Statement[1]."],
    },
    "a replica": {
      type: "aws:kms/replicaKey:ReplicaKey",
      properties: changed(replicaKey, { policy: policyWith({ Principal: { AWS: "*" } }) }),
      faults: ["The key's policy grants everyone access, in policy.Statement[1]."],
    },
  },
  unknown: {
    policy: { properties: changed(key, { policy: UNKNOWN }), path: "policy" },
    "a condition": {
      properties: changed(key, {
        policy: { Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", Condition: UNKNOWN } },
      }),
      path: "policy.Statement.Condition",
    },
  },
};
