import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** New files are announced. */
export const requireTrailNotification = rule({
  name: "require-trail-notification",
  description: "Trails announce their files on a topic.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.snsTopicName",
  severity: "low",
  level: "advisory",
  reason: "Who evaluates the files learns of them only by looking.",
  remediation: "Set `snsTopicName` to a topic of SNS.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"] },
  scope: "stack",
  judge: (given) =>
    (referenceAt(given, given.read, "snsTopicName", "aws:sns/topic:Topic") ?? "") === ""
      ? "The trail announces its files to nobody."
      : undefined,
});
