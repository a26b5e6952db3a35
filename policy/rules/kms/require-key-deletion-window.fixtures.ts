import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey, key, replicaExternalKey, replicaKey } from "./compliant.ts";
import { requireKeyDeletionWindow } from "./require-key-deletion-window.ts";

/** Windows of deletion. */
export const fixtures: Fixtures = {
  rule: requireKeyDeletionWindow,
  compliant: {
    "30 days": { properties: key },
    "nothing said": { properties: changed(key, { deletionWindowInDays: undefined }) },
    "a replica": { type: "aws:kms/replicaKey:ReplicaKey", properties: replicaKey },
    "an imported key": { type: "aws:kms/externalKey:ExternalKey", properties: externalKey },
    "its replica": { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", properties: replicaExternalKey },
  },
  violating: {
    "a week": {
      properties: changed(key, { deletionWindowInDays: 7 }),
      faults: ["The key can be gone 7 days after its deletion is asked for, less than 10."],
    },
    "a replica's week": {
      type: "aws:kms/replicaKey:ReplicaKey",
      properties: changed(replicaKey, { deletionWindowInDays: 7 }),
      faults: ["The key can be gone 7 days after its deletion is asked for, less than 10."],
    },
  },
  unknown: {
    window: { properties: changed(key, { deletionWindowInDays: UNKNOWN }), path: "deletionWindowInDays" },
  },
};
