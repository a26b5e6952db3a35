import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { rotated, secret } from "./compliant.ts";
import { requireSecretReplicaKey } from "./require-secret-replica-key.ts";

/** Replicas of secrets with and without keys. */
export const fixtures: Fixtures = {
  rule: requireSecretReplicaKey,
  compliant: {
    "no replica": { properties: secret, companions: rotated },
    "a replica with a key": {
      properties: changed(secret, { replicas: [{ region: "us-east-1", kmsKeyId: "alias/secrets" }] }),
      companions: rotated,
    },
  },
  violating: {
    "a replica without": {
      properties: changed(secret, { replicas: [{ region: "us-east-1" }] }),
      companions: rotated,
      faults: ["The replica in us-east-1 is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(secret, { replicas: [{ region: "us-east-1", kmsKeyId: "alias/aws/secretsmanager" }] }),
      companions: rotated,
      faults: ["The replica in us-east-1 is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: {
      properties: changed(secret, { replicas: [{ region: "us-east-1", kmsKeyId: UNKNOWN }] }),
      companions: rotated,
      path: "replicas[0].kmsKeyId",
    },
  },
};
