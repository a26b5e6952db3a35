import type { Rule } from "../../core/rule.ts";
import { disallowAccountWideGrant } from "./disallow-account-wide-grant.ts";
import { disallowGrantDelegation } from "./disallow-grant-delegation.ts";
import { disallowLockoutCheckBypass } from "./disallow-lockout-check-bypass.ts";
import { disallowPlaintextInProgram } from "./disallow-plaintext-in-program.ts";
import { disallowPublicKeyPolicy } from "./disallow-public-key-policy.ts";
import { disallowSharedKeyAdministration } from "./disallow-shared-key-administration.ts";
import { requireEnabledKey } from "./require-enabled-key.ts";
import { requireImportedKeyExpiry } from "./require-imported-key-expiry.ts";
import { requireKeyDeletionWindow } from "./require-key-deletion-window.ts";
import { requireKeyRotation } from "./require-key-rotation.ts";
import { requireRotationPeriod } from "./require-rotation-period.ts";

/** The rules about KMS. */
export const kmsRules: readonly Rule[] = [
  disallowAccountWideGrant,
  disallowGrantDelegation,
  disallowLockoutCheckBypass,
  disallowPlaintextInProgram,
  disallowPublicKeyPolicy,
  disallowSharedKeyAdministration,
  requireEnabledKey,
  requireImportedKeyExpiry,
  requireKeyDeletionWindow,
  requireKeyRotation,
  requireRotationPeriod,
];
