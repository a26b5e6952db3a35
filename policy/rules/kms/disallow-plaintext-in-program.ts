import { rule } from "../../core/rule.ts";

/** What is to be secret is not in the program that encrypts it. */
export const disallowPlaintextInProgram = rule({
  name: "disallow-plaintext-in-program",
  description: "Programs do not encrypt plaintext that they carry themselves.",
  types: ["aws:kms/ciphertext:Ciphertext"],
  property: "kms.Ciphertext.plaintext",
  severity: "medium",
  level: "advisory",
  reason: "The plaintext stays in the program and in its state, beside the ciphertext that was to replace it.",
  remediation: "Set `plaintextWo` in place of `plaintext`, or keep the value in Secrets Manager.",
  controls: { "pci-dss-4.0.1": ["8.6.2"], soc2: ["CC6.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    (read.text("plaintext") ?? "") === "" ? undefined : "The plaintext stays in the program's state.",
});
