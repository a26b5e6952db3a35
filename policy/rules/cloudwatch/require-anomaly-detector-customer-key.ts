import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What a detector learned of a log is encrypted as the log is. */
export const requireAnomalyDetectorCustomerKey = rule({
  name: "require-anomaly-detector-customer-key",
  description: "Findings of log anomaly detectors are encrypted with a customer managed KMS key.",
  types: ["aws:cloudwatch/logAnomalyDetector:LogAnomalyDetector"],
  property: "cloudwatch.LogAnomalyDetector.kmsKeyId",
  severity: "low",
  level: "mandatory",
  scope: "stack",
  reason:
    "A detector keeps patterns and samples of the log's events; without a key they are easier to read than the log.",
  remediation: "Set `kmsKeyId` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    return keyFault("The detector", given, given.read, "kmsKeyId");
  },
});
