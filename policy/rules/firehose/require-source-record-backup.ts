import { rule } from "../../core/rule.ts";

/** What a function transforms on the way is kept as it came. */
export const requireSourceRecordBackup = rule({
  name: "require-source-record-backup",
  description: "Firehose delivery streams to S3 that transform records keep the untransformed ones.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.s3BackupMode",
  severity: "low",
  level: "advisory",
  reason: "A fault in the transformation is found late, and without the original records nothing can be mended.",
  remediation: 'Set `extendedS3Configuration.s3BackupMode` to "Enabled", with an `s3BackupConfiguration`.',
  controls: { "pci-dss-4.0.1": ["10.3.3"], soc2: ["A1.2", "PI1.5"], gdpr: ["32.1.c"] },
  judge: ({ read }) => {
    const destination = read.block("extendedS3Configuration");
    if (destination?.block("processingConfiguration")?.flag("enabled") !== true) return undefined;
    const processors = destination.block("processingConfiguration")?.blocks("processors") ?? [];
    if (!processors.some((one) => one.text("type") === "Lambda")) return undefined;
    return destination.text("s3BackupMode") === "Enabled" ? undefined : "Records are not kept as they came.";
  },
});
