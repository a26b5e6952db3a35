import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { bucketsOf } from "./destinations.ts";
import { keyFault } from "../kms/customer-key.ts";
import { BUCKETS } from "../s3/bucket.ts";

/** What is delivered to a bucket that this program does not hold is encrypted with a customer's key. */
export const requireDeliveredCustomerKey = rule({
  name: "require-delivered-customer-key",
  description: "Firehose delivery streams name a customer managed key for buckets of other stacks.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.kmsKeyArn",
  severity: "low",
  level: "advisory",
  reason: "Without a key, files are encrypted as their bucket says, which nobody sees here.",
  remediation: "Set `kmsKeyArn` beside `bucketArn` to a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => {
    return faultsOfEach(bucketsOf(given.read), (one) => {
      const fault = keyFault("What is delivered", given, one, "kmsKeyArn");
      if (fault === undefined) return undefined;
      // A bucket of this stack is judged itself.
      const bucket = given.stack.referredBy(given.resource, `${one.path}.bucketArn`, ...BUCKETS);
      return bucket === undefined ? `${fault.slice(0, -1)}, in ${one.path}.` : undefined;
    });
  },
});
