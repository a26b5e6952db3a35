import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { tableExport } from "./compliant.ts";
import { requireExportCustomerKey } from "./require-export-customer-key.ts";

/** Exports with a customer's key and without. */
export const fixtures: Fixtures = {
  rule: requireExportCustomerKey,
  compliant: {
    "a key": { properties: tableExport },
  },
  violating: {
    "nothing said": {
      properties: changed(tableExport, { s3SseAlgorithm: undefined, s3SseKmsKeyId: undefined }),
      faults: ["The export is not encrypted with a customer managed key."],
    },
    "S3's own keys": {
      properties: changed(tableExport, { s3SseAlgorithm: "AES256", s3SseKmsKeyId: undefined }),
      faults: ["The export is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(tableExport, { s3SseKmsKeyId: "alias/aws/s3" }),
      faults: ["The export is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(tableExport, { s3SseKmsKeyId: UNKNOWN }), path: "s3SseKmsKeyId" },
  },
};
