import type { Properties } from "../../core/fixtures.ts";

/** A password policy that every rule is content with. */
export const passwordPolicy: Properties = {
  minimumPasswordLength: 14,
  requireUppercaseCharacters: true,
  requireLowercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
  maxPasswordAge: 90,
  passwordReusePrevention: 24,
  allowUsersToChangePassword: true,
};
