import { changed, UNKNOWN, MAIN, type Fixtures } from "../../core/fixtures.ts";
import { rotated, rotation, secret } from "./compliant.ts";
import { requireSecretRotation } from "./require-secret-rotation.ts";

/** Secrets with and without rotation. */
export const fixtures: Fixtures = {
  rule: requireSecretRotation,
  compliant: {
    rotated: { properties: secret, companions: rotated },
    "rotated, by what the program connected": {
      properties: changed(secret, { name: undefined, namePrefix: "orders" }),
      companions: [
        {
          type: "aws:secretsmanager/secretRotation:SecretRotation",
          name: "rotation",
          properties: changed(rotation, { secretId: UNKNOWN }),
          madeFrom: { secretId: [MAIN] },
        },
      ],
    },
  },
  violating: {
    "no rotation": { properties: secret, faults: ["The secret is never rotated."] },
    "another secret's rotation": {
      properties: secret,
      companions: [
        {
          type: "aws:secretsmanager/secretRotation:SecretRotation",
          name: "rotation",
          properties: changed(rotation, { secretId: "carts/database" }),
        },
      ],
      faults: ["The secret is never rotated."],
    },
  },
  unknown: {
    "a rotation of who knows what": {
      properties: secret,
      companions: [
        {
          type: "aws:secretsmanager/secretRotation:SecretRotation",
          name: "rotation",
          properties: changed(rotation, { secretId: UNKNOWN }),
        },
      ],
      path: "secretId of aws:secretsmanager/secretRotation:SecretRotation rotation",
    },
  },
};
