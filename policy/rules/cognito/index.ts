import type { Rule } from "../../core/rule.ts";
import { disallowClassicIdentityFlow } from "./disallow-classic-identity-flow.ts";
import { disallowImplicitFlow } from "./disallow-implicit-flow.ts";
import { disallowPlainPasswordFlow } from "./disallow-plain-password-flow.ts";
import { disallowRecoveryByPhone } from "./disallow-recovery-by-phone.ts";
import { disallowUnauthenticatedIdentities } from "./disallow-unauthenticated-identities.ts";
import { requireAdministeredSignUp } from "./require-administered-sign-up.ts";
import { requireBoundedRefreshTokens } from "./require-bounded-refresh-tokens.ts";
import { requireCompromisedCredentialsBlock } from "./require-compromised-credentials-block.ts";
import { requireHiddenUserExistence } from "./require-hidden-user-existence.ts";
import { requireHttpsCallback } from "./require-https-callback.ts";
import { requireServerSideTokenCheck } from "./require-server-side-token-check.ts";
import { requireShortAccessTokens } from "./require-short-access-tokens.ts";
import { requireTakeoverResponse } from "./require-takeover-response.ts";
import { requireTemporaryPasswordExpiry } from "./require-temporary-password-expiry.ts";
import { requireTokenRevocation } from "./require-token-revocation.ts";
import { requireUserPoolDeletionProtection } from "./require-user-pool-deletion-protection.ts";
import { requireUserPoolMfa } from "./require-user-pool-mfa.ts";
import { requireUserPoolPasswordCharacters } from "./require-user-pool-password-characters.ts";
import { requireUserPoolPasswordHistory } from "./require-user-pool-password-history.ts";
import { requireUserPoolPasswordLength } from "./require-user-pool-password-length.ts";
import { requireUserPoolThreatProtection } from "./require-user-pool-threat-protection.ts";

/** The rules of Cognito. */
export const cognitoRules: readonly Rule[] = [
  requireUserPoolMfa,
  requireUserPoolDeletionProtection,
  requireUserPoolPasswordLength,
  requireUserPoolPasswordCharacters,
  requireUserPoolThreatProtection,
  requireUserPoolPasswordHistory,
  requireTemporaryPasswordExpiry,
  requireAdministeredSignUp,
  disallowRecoveryByPhone,
  requireHiddenUserExistence,
  requireTokenRevocation,
  disallowImplicitFlow,
  requireHttpsCallback,
  requireShortAccessTokens,
  requireBoundedRefreshTokens,
  disallowPlainPasswordFlow,
  disallowUnauthenticatedIdentities,
  disallowClassicIdentityFlow,
  requireServerSideTokenCheck,
  requireCompromisedCredentialsBlock,
  requireTakeoverResponse,
];
