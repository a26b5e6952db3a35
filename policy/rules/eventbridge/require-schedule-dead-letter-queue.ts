import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** A run that fails leaves something behind. */
export const requireScheduleDeadLetterQueue = rule({
  name: "require-schedule-dead-letter-queue",
  description: "Targets of schedules have a dead-letter queue.",
  types: ["aws:scheduler/schedule:Schedule"],
  property: "scheduler.Schedule.target.deadLetterConfig",
  severity: "medium",
  level: "mandatory",
  reason: "A nightly run that could not be started is noticed, without a queue, when its result is missed.",
  remediation: "Set `target.deadLetterConfig.arn` to the ARN of a queue.",
  controls: { soc2: ["A1.2", "PI1.3"], gdpr: ["32.1.b"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    const config = given.read.block("target")?.block("deadLetterConfig");
    const arn = config === undefined ? undefined : referenceAt(given, config, "arn", "aws:sqs/queue:Queue");
    return arn === undefined || arn === "" ? "The schedule has no dead-letter queue." : undefined;
  },
});
