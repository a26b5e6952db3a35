import type { Rule } from "../../core/rule.ts";
import { disallowPublicSecretPolicy } from "./disallow-public-secret-policy.ts";
import { requireEnabledRotation } from "./require-enabled-rotation.ts";
import { requireRotationInterval } from "./require-rotation-interval.ts";
import { requireSecretCustomerKey } from "./require-secret-customer-key.ts";
import { requireSecretPolicyCheck } from "./require-secret-policy-check.ts";
import { requireSecretRecoveryWindow } from "./require-secret-recovery-window.ts";
import { requireSecretReplicaKey } from "./require-secret-replica-key.ts";
import { requireSecretRotation } from "./require-secret-rotation.ts";

/** The rules about Secrets Manager. */
export const secretsmanagerRules: readonly Rule[] = [
  disallowPublicSecretPolicy,
  requireEnabledRotation,
  requireRotationInterval,
  requireSecretCustomerKey,
  requireSecretPolicyCheck,
  requireSecretRecoveryWindow,
  requireSecretReplicaKey,
  requireSecretRotation,
];
