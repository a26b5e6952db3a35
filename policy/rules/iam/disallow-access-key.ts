import { rule } from "../../core/rule.ts";

/** No key lives longer than its session. */
export const disallowAccessKey = rule({
  name: "disallow-access-key",
  description: "No active access key is made for a user.",
  types: ["aws:iam/accessKey:AccessKey"],
  property: "iam.AccessKey.status",
  severity: "high",
  level: "mandatory",
  reason:
    "A key that never expires is found years later in a repository or a backup, and still opens the account; the " +
    "stack's state holds it as well.",
  remediation: 'Use a role with short sessions instead of the key, or set `status` to "Inactive".',
  controls: {
    "pci-dss-4.0.1": ["8.3.9", "8.6.3"],
    soc2: ["CC6.1"],
    gdpr: ["32.1.b"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["IAM.3"],
  },
  judge: ({ read }) =>
    read.text("status") === "Inactive" ? undefined : "The user has an access key that does not expire.",
});
