import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stateMachine } from "./compliant.ts";
import { requireStateMachineCustomerKey } from "./require-state-machine-customer-key.ts";

/** State machines with and without a key. */
export const fixtures: Fixtures = {
  rule: requireStateMachineCustomerKey,
  compliant: {
    "a key's ARN": { properties: stateMachine },
    "a key of this program that is not there yet": {
      properties: changed(stateMachine, {
        encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: UNKNOWN },
      }),
      madeFrom: { encryptionConfiguration: ["other"] },
      companions: [{ type: "aws:kms/key:Key", name: "other", properties: {} }],
    },
  },
  violating: {
    absent: {
      properties: changed(stateMachine, { encryptionConfiguration: undefined }),
      faults: ["The state machine is not encrypted with a customer managed key."],
    },
    "AWS's": {
      properties: changed(stateMachine, { encryptionConfiguration: { type: "AWS_OWNED_KEY" } }),
      faults: ["The state machine is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    "the key": {
      properties: changed(stateMachine, {
        encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: UNKNOWN },
      }),
      path: "encryptionConfiguration.kmsKeyId",
    },
  },
};
