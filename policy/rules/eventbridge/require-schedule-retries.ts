import { rule } from "../../core/rule.ts";

/** A run that could not be started is tried again. */
export const requireScheduleRetries = rule({
  name: "require-schedule-retries",
  description: "Targets of schedules are tried more than once.",
  types: ["aws:scheduler/schedule:Schedule"],
  property: "scheduler.Schedule.target.retryPolicy",
  severity: "low",
  level: "advisory",
  reason: "Without a second attempt one throttled call is a run that did not take place.",
  remediation: "Set `target.retryPolicy.maximumRetryAttempts` to 1 or more, or leave it out for 185.",
  controls: { soc2: ["A1.2", "PI1.3"] },
  judge: ({ read }) => {
    const attempts = read.block("target")?.block("retryPolicy")?.number("maximumRetryAttempts") ?? 185;
    return attempts > 0 ? undefined : "The run is tried once and never again.";
  },
});
