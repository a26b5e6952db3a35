import { rule } from "../../core/rule.ts";

/** The first password lies in no state file. */
export const requireEncryptedFirstPassword = rule({
  name: "require-encrypted-first-password",
  description: "Passwords that the program makes are encrypted for their owner.",
  types: ["aws:iam/userLoginProfile:UserLoginProfile"],
  property: "iam.UserLoginProfile.pgpKey",
  severity: "high",
  level: "mandatory",
  reason: "Without a key the password stands readable in the stack's state, for everyone who may read that.",
  remediation: "Set `pgpKey` to the public key of the person.",
  controls: { "pci-dss-4.0.1": ["8.3.1", "8.6.3"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  judge: ({ read }) => (read.has("pgpKey") ? undefined : "The first password is written to the state as it is."),
});
