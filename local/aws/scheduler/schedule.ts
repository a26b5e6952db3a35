import { AwsError, notImplemented } from "../../core/errors.ts";
import { refuseUnknown, type Reader } from "../inputs.ts";
import { parseExpression, type ScheduleTimes } from "./schedule-expression.ts";

/** What a schedule calls. */
interface ScheduleTarget {
  readonly kind: "function" | "queue";
  readonly arn: string;
  readonly roleArn: string;
  /** As given; may name context attributes such as `<aws.scheduler.scheduled-time>`. */
  readonly input: string | undefined;
  readonly messageGroupId: string | undefined;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  readonly deadLetterArn: string | undefined;
}

/** A schedule as its resource declares it, checked. */
export interface Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly region: string;
  readonly expression: string;
  readonly timezone: string;
  readonly times: ScheduleTimes;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly enabled: boolean;
  /** Whether it is deleted once it has nothing more to call. */
  readonly endsWithDeletion: boolean;
  readonly createdMs: number;
  readonly target: ScheduleTarget;
}

/** Parses a schedule. */
export function parseSchedule(
  inputs: Reader,
  identity: {
    readonly name: string;
    readonly groupName: string;
    readonly region: string;
    readonly accountId: string;
    readonly createdMs: number;
  },
): Schedule {
  const mode = inputs.child("flexibleTimeWindow")?.text("mode");
  if (mode !== "OFF") throw notImplemented(`${inputs.what}.flexibleTimeWindow ${mode}`);
  const { name, groupName, region, accountId, createdMs } = identity;
  const expression = inputs.requiredText("scheduleExpression");
  const timezone = inputs.text("scheduleExpressionTimezone") ?? "UTC";
  if (!/^[\w.-]{1,64}$/.test(name)) throw new AwsError("ValidationException", `Invalid schedule name ${name}.`);
  const target = inputs.child("target");
  if (target === undefined) throw new AwsError("ValidationException", `${inputs.what}: target is required.`);
  return {
    name,
    groupName,
    arn: `arn:aws:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`,
    region,
    expression,
    timezone,
    times: parseExpression(expression, timezone),
    startMs: parseDate(inputs, "startDate"),
    endMs: parseDate(inputs, "endDate"),
    enabled: (inputs.text("state") ?? "ENABLED") === "ENABLED",
    endsWithDeletion: inputs.text("actionAfterCompletion") === "DELETE",
    createdMs,
    target: parseTarget(target),
  };
}

function parseTarget(inputs: Reader): ScheduleTarget {
  refuseUnknown(inputs, ["arn", "deadLetterConfig", "input", "retryPolicy", "roleArn", "sqsParameters"]);
  const arn = inputs.requiredText("arn");
  const retry = inputs.child("retryPolicy");
  const attempts = retry?.number("maximumRetryAttempts") ?? 185;
  if (attempts < 0 || attempts > 185) {
    throw new AwsError("ValidationException", "MaximumRetryAttempts must be between 0 and 185.");
  }
  return {
    kind: kindOf(arn),
    arn,
    roleArn: inputs.requiredText("roleArn"),
    input: inputs.text("input"),
    messageGroupId: inputs.child("sqsParameters")?.text("messageGroupId"),
    maximumRetryAttempts: attempts,
    maximumEventAgeMs: (retry?.number("maximumEventAgeInSeconds") ?? 86_400) * 1000,
    deadLetterArn: inputs.child("deadLetterConfig")?.text("arn"),
  };
}

function kindOf(arn: string): ScheduleTarget["kind"] {
  if (arn.startsWith("arn:aws:lambda:")) return "function";
  if (/^arn:aws:sqs:[\w-]+:\d{12}:/.test(arn)) return "queue";
  throw notImplemented(`the schedule target ${arn}`);
}

function parseDate(inputs: Reader, key: string): number | undefined {
  const text = inputs.text(key);
  if (text === undefined || text === "") return undefined;
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw new AwsError("ValidationException", `${inputs.what}: ${key} ${text} is no date.`);
  return date;
}
