import type { Call, Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Regions } from "../../faults/regions.ts";
import { sendOrLose } from "../sqs/send-to-queue.ts";
import { parseQueueArn, queueUrl } from "../sqs/queue-names.ts";
import { uuid } from "../uuid.ts";
import type { Schedule } from "./schedule.ts";

/** What deliveries are made with. */
export interface DeliveryDependencies {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** Who Scheduler becomes in a role of the account. Throws `AccessDenied` where the role does not trust it. */
  assume(roleArn: string, sessionName: string, by: { readonly service: string; readonly sourceArn: string }): Caller;
  /** One AWS call, judged by the caller's policies and then handled. */
  readonly call: (call: Call) => Promise<unknown>;
  /** Which regions are gone; without it all are there. */
  readonly regions?: Pick<Regions, "isLost">;
}

/** One firing of a schedule on its way to the target. */
interface Delivery {
  readonly schedule: Schedule;
  readonly scheduledMs: number;
  readonly executionId: string;
  /** Whether the schedule still is there. */
  isThere(): boolean;
}

/** The first retry comes after a second, later ones after twice as long, up to this. */
const maxRetryDelayMs = 300_000;

/** Calls the schedule's target in the name of its role; failures are retried, then become dead letters. */
export function deliver(
  deps: DeliveryDependencies,
  schedule: Schedule,
  scheduledMs: number,
  isThere: () => boolean,
): Promise<void> {
  const { kernel } = deps;
  return attempt(deps, { schedule, scheduledMs, executionId: uuid(kernel), isThere }, 1);
}

async function attempt(deps: DeliveryDependencies, delivery: Delivery, count: number): Promise<void> {
  const { kernel } = deps;
  const { target } = delivery.schedule;
  if (!delivery.isThere()) return;
  try {
    await callTarget(deps, delivery, count);
  } catch (error) {
    const delayMs = Math.min(1000 * 2 ** (count - 1), maxRetryDelayMs);
    const tooOld = kernel.now() + delayMs - delivery.scheduledMs > target.maximumEventAgeMs;
    if (count > target.maximumRetryAttempts || tooOld) return giveUp(deps, delivery, count, error, tooOld);
    kernel.after(delayMs, () => attempt(deps, delivery, count + 1));
  }
}

/** A role's trust policy is told for which group of schedules it is taken on. */
function callerOf(deps: DeliveryDependencies, { region, groupName, name, target }: Schedule): Caller {
  const sourceArn = `arn:aws:scheduler:${region}:${deps.accountId}:schedule-group/${groupName}`;
  return deps.assume(target.roleArn, name, { service: "scheduler.amazonaws.com", sourceArn });
}

async function callTarget(deps: DeliveryDependencies, delivery: Delivery, count: number): Promise<unknown> {
  const { schedule } = delivery;
  const caller = callerOf(deps, schedule);
  const { target } = schedule;
  const requestId = uuid(deps.kernel);
  const payload = fillIn(target.input ?? defaultInput(delivery), delivery, count);
  const [, , , region = ""] = target.arn.split(":");
  if (target.kind === "function") {
    const input = { FunctionName: target.arn, InvocationType: "Event", Payload: payload };
    return deps.call({ service: "lambda", action: "Invoke", region, caller, requestId, input });
  }
  const address = parseQueueArn(target.arn);
  const group = target.messageGroupId === undefined ? {} : { MessageGroupId: target.messageGroupId };
  const input = { QueueUrl: address === undefined ? "" : queueUrl(address), MessageBody: payload, ...group };
  return deps.call({ service: "sqs", action: "SendMessage", region, caller, requestId, input });
}

async function giveUp(
  deps: DeliveryDependencies,
  delivery: Delivery,
  count: number,
  error: unknown,
  tooOld: boolean,
): Promise<void> {
  const { schedule } = delivery;
  const { target } = schedule;
  if (target.deadLetterArn === undefined) return;
  await sendOrLose(deps.call, () => callerOf(deps, schedule), uuid(deps.kernel), {
    queueArn: target.deadLetterArn,
    body: fillIn(target.input ?? defaultInput(delivery), delivery, count),
    attributes: {
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: target.arn,
      EXECUTION_ID: delivery.executionId,
      RETRY_ATTEMPTS: String(count - 1),
      ERROR_CODE: error instanceof AwsError ? error.code : "InternalServerError",
      ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
      EXHAUSTED_RETRY_CONDITION: tooOld ? "MaximumEventAgeInSeconds" : "MaximumRetryAttempts",
    },
  });
}

/** What a target without input gets. */
function defaultInput({ schedule, scheduledMs, executionId }: Delivery): string {
  return JSON.stringify({
    version: "0",
    id: executionId,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: schedule.arn.split(":")[4],
    time: isoSeconds(scheduledMs),
    region: schedule.region,
    resources: [schedule.arn],
    detail: "{}",
  });
}

/** Replaces Scheduler's context attributes. */
function fillIn(input: string, { schedule, scheduledMs, executionId }: Delivery, count: number): string {
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", schedule.arn)
    .replaceAll("<aws.scheduler.scheduled-time>", isoSeconds(scheduledMs))
    .replaceAll("<aws.scheduler.execution-id>", executionId)
    .replaceAll("<aws.scheduler.attempt-number>", String(count));
}

function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
