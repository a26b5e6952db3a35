import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** What is done can raise an alarm at once. */
export const requireTrailLogGroup = rule({
  name: "require-trail-log-group",
  description: "Trails write to a log group of CloudWatch as well.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.cloudWatchLogsGroupArn",
  severity: "medium",
  level: "mandatory",
  reason: "Files that come after minutes raise no alarm; a log group does.",
  remediation: "Set `cloudWatchLogsGroupArn` and `cloudWatchLogsRoleArn`.",
  controls: { "pci-dss-4.0.1": ["10.2.1", "10.7.2"], soc2: ["CC7.2"], "aws-fsbp": ["CloudTrail.5"] },
  scope: "stack",
  judge: (given) =>
    (referenceAt(given, given.read, "cloudWatchLogsGroupArn", "aws:cloudwatch/logGroup:LogGroup") ?? "") === ""
      ? "The trail writes to no log group."
      : undefined,
});
