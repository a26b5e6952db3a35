import { rule } from "../../core/rule.ts";

/** A password is not one word. */
export const requireUserPoolPasswordCharacters = rule({
  name: "require-user-pool-password-characters",
  description: "Passwords of users mix lower and upper case, digits and symbols.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.passwordPolicy.requireSymbols",
  severity: "low",
  level: "mandatory",
  reason: "Passwords of letters alone are words, and words are guessed first.",
  remediation:
    "Set `requireLowercase`, `requireUppercase`, `requireNumbers` and `requireSymbols` of `passwordPolicy` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 6"], "aws-fsbp": ["Cognito.3"] },
  judge: ({ read }) => {
    const policy = read.block("passwordPolicy");
    // A pool without a policy of its own gets AWS's, which asks for all four.
    if (policy === undefined) return undefined;
    const missing = CLASSES.filter(([name]) => policy.flag(name) !== true).map(([, what]) => what);
    return missing.length === 0 ? undefined : `Passwords need no ${missing.join(", no ")}.`;
  },
});

const CLASSES = [
  ["requireLowercase", "lower case"],
  ["requireUppercase", "upper case"],
  ["requireNumbers", "digits"],
  ["requireSymbols", "symbols"],
] as const;
