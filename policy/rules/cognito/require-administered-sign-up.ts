import { rule } from "../../core/rule.ts";

/** Who is a user was decided by somebody. */
export const requireAdministeredSignUp = rule({
  name: "require-administered-sign-up",
  description: "Only administrators add users to a pool.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.adminCreateUserConfig.allowAdminCreateUserOnly",
  severity: "low",
  level: "advisory",
  reason: "Where anyone can sign up, anyone is authenticated, and a check that asks for no more lets anyone in.",
  remediation: "Set `adminCreateUserConfig.allowAdminCreateUserOnly` to true, unless the application is for everyone.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "8.2.1"], soc2: ["CC6.2"], psd2: ["RTS 24"] },
  judge: ({ read }) => {
    const administered = read.block("adminCreateUserConfig")?.flag("allowAdminCreateUserOnly") === true;
    return administered ? undefined : "Anyone can sign up with the user pool.";
  },
});
