import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Executions are encrypted with a key whose policy and whose use the owner controls. */
export const requireStateMachineCustomerKey = rule({
  name: "require-state-machine-customer-key",
  description: "State machines are encrypted with a customer managed KMS key.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.encryptionConfiguration",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Whoever may describe an execution reads its input, unless a key of one's own asks for a second leave.",
  remediation:
    'Set `encryptionConfiguration` with the `type` "CUSTOMER_MANAGED_KMS_KEY" and the `kmsKeyId` of your key.',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    const config = given.read.block("encryptionConfiguration");
    const own = config?.text("type") === "AWS_OWNED_KEY" ? undefined : config;
    return keyFault("The state machine", given, own, "kmsKeyId");
  },
});
