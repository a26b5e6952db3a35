import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey, key, keyPolicy, policyWith, replicaExternalKey, replicaKey } from "./compliant.ts";
import { disallowSharedKeyAdministration } from "./disallow-shared-key-administration.ts";

/** Policies that give a key whole, to the account and to others. */
export const fixtures: Fixtures = {
  rule: disallowSharedKeyAdministration,
  compliant: {
    "the account": { properties: key },
    "a role that administers and cannot decrypt": {
      properties: changed(key, {
        policy: policyWith({ Action: ["kms:Describe*", "kms:Put*", "kms:ScheduleKeyDeletion"] }),
      }),
    },
    "a policy of its own": { type: "aws:kms/keyPolicy:KeyPolicy", properties: keyPolicy },
    "a replica": { type: "aws:kms/replicaKey:ReplicaKey", properties: replicaKey },
    "an imported key": { type: "aws:kms/externalKey:ExternalKey", properties: externalKey },
    "its replica": { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", properties: replicaExternalKey },
  },
  violating: {
    "a role": {
      properties: changed(key, { policy: policyWith({ Action: "kms:*" }) }),
      faults: [
        "The key's policy gives the key whole to arn:aws:iam::111122223333:role/orders, in policy.Statement[1].",
      ],
    },
    "a role, in a policy of its own": {
      type: "aws:kms/keyPolicy:KeyPolicy",
      properties: changed(keyPolicy, { policy: policyWith({ Action: ["kms:*"] }) }),
      faults: [
        "The key's policy gives the key whole to arn:aws:iam::111122223333:role/orders, in policy.Statement[1].",
      ],
    },
  },
  unknown: {
    policy: { properties: changed(key, { policy: UNKNOWN }), path: "policy" },
  },
};
