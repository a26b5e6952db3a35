import { rule } from "../../core/rule.ts";
import { hasUsers } from "./users.ts";

/** A password takes too long to guess. */
export const requireUserPoolPasswordLength = rule({
  name: "require-user-pool-password-length",
  description: "Passwords of users have at least twelve characters.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.passwordPolicy.minimumLength",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Short passwords are guessed in hours from a stolen hash, and in days at the front door.",
  remediation: "Set `passwordPolicy.minimumLength` to 12 or more.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 6"], "aws-fsbp": ["Cognito.3"] },
  settings: {
    minimumLength: {
      type: "number",
      description: "The least number of characters; PCI DSS 8.3.6 wants 12.",
      default: 12,
    },
  },
  judge: ({ resource, read, stack, settings }) => {
    // AWS's default is 8; without a block the default holds.
    const length = read.block("passwordPolicy")?.number("minimumLength") ?? 8;
    if (length >= settings.minimumLength || !hasUsers(resource, stack)) return undefined;
    return `Passwords may have ${length} characters only.`;
  },
});
