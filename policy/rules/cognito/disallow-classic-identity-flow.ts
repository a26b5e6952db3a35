import { rule } from "../../core/rule.ts";

/** Which role a user gets is the pool's to say. */
export const disallowClassicIdentityFlow = rule({
  name: "disallow-classic-identity-flow",
  description: "Identity pools use the enhanced flow.",
  types: ["aws:cognito/identityPool:IdentityPool"],
  property: "cognito.IdentityPool.allowClassicFlow",
  severity: "medium",
  level: "mandatory",
  reason: "In the classic flow the application itself asks for a role, any that trusts the pool, and gets all of it.",
  remediation: "Set `allowClassicFlow` to false.",
  controls: { "pci-dss-4.0.1": ["7.2.5"], soc2: ["CC6.1", "CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    return read.flag("allowClassicFlow") === true
      ? "Users of the identity pool choose their role themselves."
      : undefined;
  },
});
