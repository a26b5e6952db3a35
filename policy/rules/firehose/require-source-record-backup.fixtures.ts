import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, s3Destination } from "./compliant.ts";
import { requireSourceRecordBackup } from "./require-source-record-backup.ts";

/** Delivery streams that transform, with and without backups. */
export const fixtures: Fixtures = {
  rule: requireSourceRecordBackup,
  compliant: {
    "nothing transformed": { properties: deliveryStream },
    "transformed, and kept": {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, {
          processingConfiguration: { enabled: true, processors: [{ type: "Lambda" }] },
          s3BackupMode: "Enabled",
          s3BackupConfiguration: {
            roleArn: "arn:aws:iam::111122223333:role/delivery",
            bucketArn: "arn:aws:s3:::originals",
            kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
          },
        }),
      }),
    },
  },
  violating: {
    "transformed, and not kept": {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, {
          processingConfiguration: { enabled: true, processors: [{ type: "Lambda" }] },
        }),
      }),
      faults: ["Records are not kept as they came."],
    },
  },
  unknown: {
    mode: {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, {
          processingConfiguration: { enabled: true, processors: [{ type: "Lambda" }] },
          s3BackupMode: UNKNOWN,
        }),
      }),
      path: "extendedS3Configuration.s3BackupMode",
    },
  },
};
