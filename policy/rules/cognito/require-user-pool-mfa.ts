import { rule } from "../../core/rule.ts";
import { hasUsers } from "./users.ts";

/** A stolen password is not enough. */
export const requireUserPoolMfa = rule({
  name: "require-user-pool-mfa",
  description: "Users of a pool sign in with more than a password.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.mfaConfiguration",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason: "Passwords are guessed, reused and phished; without a second factor each of these is a sign-in.",
  remediation: 'Set `mfaConfiguration` to "ON", and configure `softwareTokenMfaConfiguration`.',
  controls: {
    "pci-dss-4.0.1": ["8.4.2"],
    soc2: ["CC6.1"],
    gdpr: ["32.1.b"],
    psd2: ["RTS 4", "PSD2 97"],
    "aws-fsbp": ["Cognito.5"],
  },
  judge: ({ resource, read, stack }) => {
    const mfa = read.text("mfaConfiguration") ?? "OFF";
    if (mfa === "ON" || !hasUsers(resource, stack)) return undefined;
    return mfa === "OPTIONAL" ? "Users may sign in with a password alone." : "Users sign in with a password alone.";
  },
});
