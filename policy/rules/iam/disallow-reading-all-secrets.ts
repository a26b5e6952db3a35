import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Secrets are read by name. */
export const disallowReadingAllSecrets = rule({
  name: "disallow-reading-all-secrets",
  description: "Reading and writing secrets is allowed for named secrets only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.secretsmanager.Resource",
  severity: "high",
  level: "mandatory",
  reason: "Whoever reads every secret has the passwords and keys of every other system.",
  remediation: "Name the secret in `Resource`: `arn:aws:secretsmanager:<region>:<account>:secret:<name>-??????`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.5"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
  },
  judge: ({ resource }) => allowsOnAll(resource, "secrets"),
});
