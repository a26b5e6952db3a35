import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey, key, keyPolicy, replicaExternalKey, replicaKey } from "./compliant.ts";
import { disallowLockoutCheckBypass } from "./disallow-lockout-check-bypass.ts";

/** The safety check on and skipped. */
export const fixtures: Fixtures = {
  rule: disallowLockoutCheckBypass,
  compliant: {
    "nothing said": { properties: key },
    "not skipped": { properties: changed(key, { bypassPolicyLockoutSafetyCheck: false }) },
    "a policy of its own": { type: "aws:kms/keyPolicy:KeyPolicy", properties: keyPolicy },
    "a replica": { type: "aws:kms/replicaKey:ReplicaKey", properties: replicaKey },
    "an imported key": { type: "aws:kms/externalKey:ExternalKey", properties: externalKey },
    "its replica": { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", properties: replicaExternalKey },
  },
  violating: {
    skipped: {
      properties: changed(key, { bypassPolicyLockoutSafetyCheck: true }),
      faults: ["The key's policy may lock out its owner: the safety check is skipped."],
    },
    "skipped by a policy of its own": {
      type: "aws:kms/keyPolicy:KeyPolicy",
      properties: changed(keyPolicy, { bypassPolicyLockoutSafetyCheck: true }),
      faults: ["The key's policy may lock out its owner: the safety check is skipped."],
    },
  },
  unknown: {
    it: {
      properties: changed(key, { bypassPolicyLockoutSafetyCheck: UNKNOWN }),
      path: "bypassPolicyLockoutSafetyCheck",
    },
  },
};
