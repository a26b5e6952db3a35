import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey, key, replicaExternalKey, replicaKey } from "./compliant.ts";
import { requireEnabledKey } from "./require-enabled-key.ts";

/** Keys that are on and off. */
export const fixtures: Fixtures = {
  rule: requireEnabledKey,
  compliant: {
    "nothing said, which is enabled": { properties: key },
    enabled: { properties: changed(key, { isEnabled: true }) },
    "a replica": { type: "aws:kms/replicaKey:ReplicaKey", properties: changed(replicaKey, { enabled: true }) },
    "an imported key": { type: "aws:kms/externalKey:ExternalKey", properties: externalKey },
    "its replica": { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", properties: replicaExternalKey },
  },
  violating: {
    disabled: {
      properties: changed(key, { isEnabled: false }),
      faults: ["The key is disabled, and so is all that it encrypts."],
    },
    "a replica": {
      type: "aws:kms/replicaKey:ReplicaKey",
      properties: changed(replicaKey, { enabled: false }),
      faults: ["The key is disabled, and so is all that it encrypts."],
    },
  },
  unknown: {
    it: { properties: changed(key, { isEnabled: UNKNOWN }), path: "isEnabled" },
  },
};
