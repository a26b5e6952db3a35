import type { Rule } from "../../core/rule.ts";
import { disallowAccessKey } from "./disallow-access-key.ts";
import { disallowAdministratorAccess } from "./disallow-administrator-access.ts";
import { disallowAdministratorStatement } from "./disallow-administrator-statement.ts";
import { disallowAssumingAnyRole } from "./disallow-assuming-any-role.ts";
import { disallowAttachingAnyPolicy } from "./disallow-attaching-any-policy.ts";
import { disallowChangingAnyPolicy } from "./disallow-changing-any-policy.ts";
import { disallowChangingAnyTrust } from "./disallow-changing-any-trust.ts";
import { disallowCredentialsOfOthers } from "./disallow-credentials-of-others.ts";
import { disallowDeletingEverything } from "./disallow-deleting-everything.ts";
import { disallowDestroyingAllKeys } from "./disallow-destroying-all-keys.ts";
import { disallowEscalationByService } from "./disallow-escalation-by-service.ts";
import { disallowForeignPrincipal } from "./disallow-foreign-principal.ts";
import { disallowForeignTrust } from "./disallow-foreign-trust.ts";
import { disallowFullAccessPolicies } from "./disallow-full-access-policies.ts";
import { disallowItemsOfAllTables } from "./disallow-items-of-all-tables.ts";
import { disallowJoiningAnyGroup } from "./disallow-joining-any-group.ts";
import { disallowLiftingAnyBoundary } from "./disallow-lifting-any-boundary.ts";
import { disallowNotAction } from "./disallow-not-action.ts";
import { disallowNotResource } from "./disallow-not-resource.ts";
import { disallowObjectsOfAllBuckets } from "./disallow-objects-of-all-buckets.ts";
import { disallowPassingAnyRole } from "./disallow-passing-any-role.ts";
import { disallowPowerUserAccess } from "./disallow-power-user-access.ts";
import { disallowPublicResourcePolicy } from "./disallow-public-resource-policy.ts";
import { disallowPublicTrust } from "./disallow-public-trust.ts";
import { disallowReadingAllParameters } from "./disallow-reading-all-parameters.ts";
import { disallowReadingAllSecrets } from "./disallow-reading-all-secrets.ts";
import { disallowResourceNotPrincipal } from "./disallow-resource-not-principal.ts";
import { disallowResourceWildcard } from "./disallow-resource-wildcard.ts";
import { disallowResourceWildcardAction } from "./disallow-resource-wildcard-action.ts";
import { disallowServiceSpecificCredential } from "./disallow-service-specific-credential.ts";
import { disallowServiceWildcard } from "./disallow-service-wildcard.ts";
import { disallowSharedFunctionRole } from "./disallow-shared-function-role.ts";
import { disallowSharedRoleArn } from "./disallow-shared-role-arn.ts";
import { disallowSharingEverything } from "./disallow-sharing-everything.ts";
import { disallowSilencingAudit } from "./disallow-silencing-audit.ts";
import { disallowTakingOverCode } from "./disallow-taking-over-code.ts";
import { disallowTrustNotPrincipal } from "./disallow-trust-not-principal.ts";
import { disallowTrustWildcardAction } from "./disallow-trust-wildcard-action.ts";
import { disallowUseOfAllKeys } from "./disallow-use-of-all-keys.ts";
import { disallowUserAttachment } from "./disallow-user-attachment.ts";
import { disallowUserPolicy } from "./disallow-user-policy.ts";
import { disallowWholeAccountTrust } from "./disallow-whole-account-trust.ts";
import { disallowWildcardService } from "./disallow-wildcard-service.ts";
import { requireBoundaryForNewIdentities } from "./require-boundary-for-new-identities.ts";
import { requireCentralRootManagement } from "./require-central-root-management.ts";
import { requireEncryptedFirstPassword } from "./require-encrypted-first-password.ts";
import { requireFederatedAudience } from "./require-federated-audience.ts";
import { requireFederatedSubject } from "./require-federated-subject.ts";
import { requireLowercaseInPasswords } from "./require-lowercase-in-passwords.ts";
import { requireNumbersInPasswords } from "./require-numbers-in-passwords.ts";
import { requireOwnPasswordChange } from "./require-own-password-change.ts";
import { requirePassedToService } from "./require-passed-to-service.ts";
import { requirePasswordExpiry } from "./require-password-expiry.ts";
import { requirePasswordHistory } from "./require-password-history.ts";
import { requirePasswordLength } from "./require-password-length.ts";
import { requirePasswordReset } from "./require-password-reset.ts";
import { requireRegionalSessionTokens } from "./require-regional-session-tokens.ts";
import { requireSamlAudience } from "./require-saml-audience.ts";
import { requireServiceSource } from "./require-service-source.ts";
import { requireShortRoleSession } from "./require-short-role-session.ts";
import { requireSymbolsInPasswords } from "./require-symbols-in-passwords.ts";
import { requireTrustSource } from "./require-trust-source.ts";
import { requireUppercaseInPasswords } from "./require-uppercase-in-passwords.ts";

/** The rules about iam. */
export const iamRules: readonly Rule[] = [
  disallowAccessKey,
  disallowAdministratorAccess,
  disallowAdministratorStatement,
  disallowAssumingAnyRole,
  disallowAttachingAnyPolicy,
  disallowChangingAnyPolicy,
  disallowChangingAnyTrust,
  disallowCredentialsOfOthers,
  disallowDeletingEverything,
  disallowDestroyingAllKeys,
  disallowEscalationByService,
  disallowForeignPrincipal,
  disallowForeignTrust,
  disallowFullAccessPolicies,
  disallowItemsOfAllTables,
  disallowJoiningAnyGroup,
  disallowLiftingAnyBoundary,
  disallowNotAction,
  disallowNotResource,
  disallowObjectsOfAllBuckets,
  disallowPassingAnyRole,
  disallowPowerUserAccess,
  disallowPublicResourcePolicy,
  disallowPublicTrust,
  disallowReadingAllParameters,
  disallowReadingAllSecrets,
  disallowResourceNotPrincipal,
  disallowResourceWildcard,
  disallowResourceWildcardAction,
  disallowServiceSpecificCredential,
  disallowServiceWildcard,
  disallowSharedFunctionRole,
  disallowSharedRoleArn,
  disallowSharingEverything,
  disallowSilencingAudit,
  disallowTakingOverCode,
  disallowTrustNotPrincipal,
  disallowTrustWildcardAction,
  disallowUseOfAllKeys,
  disallowUserAttachment,
  disallowUserPolicy,
  disallowWholeAccountTrust,
  disallowWildcardService,
  requireBoundaryForNewIdentities,
  requireCentralRootManagement,
  requireEncryptedFirstPassword,
  requireFederatedAudience,
  requireFederatedSubject,
  requireLowercaseInPasswords,
  requireNumbersInPasswords,
  requireOwnPasswordChange,
  requirePassedToService,
  requirePasswordExpiry,
  requirePasswordHistory,
  requirePasswordLength,
  requirePasswordReset,
  requireRegionalSessionTokens,
  requireSamlAudience,
  requireServiceSource,
  requireShortRoleSession,
  requireSymbolsInPasswords,
  requireTrustSource,
  requireUppercaseInPasswords,
];
