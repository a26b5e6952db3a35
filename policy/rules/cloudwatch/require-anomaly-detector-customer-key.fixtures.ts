import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { anomalyDetector } from "./compliant.ts";
import { requireAnomalyDetectorCustomerKey } from "./require-anomaly-detector-customer-key.ts";

/** Detectors with and without a key. */
export const fixtures: Fixtures = {
  rule: requireAnomalyDetectorCustomerKey,
  compliant: {
    "a key": { properties: anomalyDetector },
    "a key of this program that is not there yet": {
      properties: changed(anomalyDetector, { kmsKeyId: UNKNOWN }),
      madeFrom: { kmsKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    absent: {
      properties: changed(anomalyDetector, { kmsKeyId: undefined }),
      faults: ["The detector is not encrypted with a customer managed key."],
    },
  },
  unknown: { "the key": { properties: changed(anomalyDetector, { kmsKeyId: UNKNOWN }), path: "kmsKeyId" } },
};
