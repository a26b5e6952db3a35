import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";
import { within, type Operation, type Output } from "./operation.ts";
import type { QueueStore } from "./queue-store.ts";
import type { Queue, QueueMessage } from "./queue.ts";

/** One way back of a dead-letter queue's messages. */
interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  /** As it was asked for. */
  readonly perSecond: number | undefined;
  readonly startedMs: number;
  readonly toMove: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED";
  moved: number;
}

/** The operations on move tasks. */
export interface MoveTasks {
  start(operation: Operation): Output;
  list(operation: Operation): Output;
  cancel(operation: Operation): Output;
}

/** Messages a second where nobody says how many. */
const fastest = 500;

/** No tasks yet. */
export function createMoveTasks(): MoveTasks {
  const tasks: MoveTask[] = [];
  const activeOf = (arn: string) => tasks.find(({ sourceArn, status }) => sourceArn === arn && status === "RUNNING");
  return {
    start(operation) {
      const { kernel, store, input } = operation;
      const source = sourceOf(operation);
      const isDeadLetter = store.all().some(({ settings }) => settings.redrive?.deadLetterTargetArn === source.arn);
      if (!isDeadLetter) {
        throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
      }
      const destinationArn = input.text("DestinationArn");
      if (destinationArn !== undefined && store.byArn(destinationArn) === undefined) throw notFound("DestinationArn");
      if (activeOf(source.arn) !== undefined) {
        throw unsupported(
          "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
        );
      }
      const task: MoveTask = {
        handle: handleOf({ taskId: uuid(kernel), sourceArn: source.arn }),
        sourceArn: source.arn,
        destinationArn,
        perSecond: within(input, "MaxNumberOfMessagesPerSecond", 1, fastest),
        startedMs: kernel.now(),
        toMove: source.messages.size,
        status: "RUNNING",
        moved: 0,
      };
      tasks.push(task);
      kernel.after(0, () => run(kernel, store, task));
      return { TaskHandle: task.handle };
    },
    list(operation) {
      const { arn } = sourceOf(operation);
      const most = within(operation.input, "MaxResults", 1, 10) ?? 1;
      const own = tasks.filter(({ sourceArn }) => sourceArn === arn).toReversed();
      return { Results: own.slice(0, most).map(describe) };
    },
    cancel({ input }) {
      const handle = input.requiredText("TaskHandle");
      const task = tasks.find((one) => one.handle === handle);
      if (task === undefined) throw new AwsError("ResourceNotFoundException", "Task does not exist.", 404);
      if (task.status !== "RUNNING") throw unsupported("Only active tasks can be cancelled.");
      task.status = "CANCELLED";
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  };
}

/** The dead-letter queue that a task's handle names; it says so in its own text, as on AWS. */
export function sourceOfHandle(handle: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(handle, "base64").toString());
    return typeof parsed === "object" && parsed !== null && "sourceArn" in parsed
      ? String(parsed.sourceArn)
      : undefined;
  } catch {
    return undefined;
  }
}

function handleOf(content: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(content)).toString("base64");
}

function sourceOf({ store, input }: Operation): Queue {
  const source = store.byArn(input.requiredText("SourceArn"));
  if (source === undefined) throw notFound("SourceArn");
  return source;
}

/** Moves one second's messages, and comes back while there are more. */
function run(kernel: Kernel, store: QueueStore, task: MoveTask): void {
  const source = store.byArn(task.sourceArn);
  if (task.status !== "RUNNING") return;
  const visible = [...(source?.messages.values() ?? [])].filter(({ visibleMs }) => visibleMs <= kernel.now());
  const perSecond = task.perSecond ?? fastest;
  for (const message of visible.slice(0, perSecond)) {
    const destination = store.byArn(task.destinationArn ?? message.sourceArn ?? "");
    if (source === undefined || destination === undefined) continue;
    store.discard(source, message);
    store.add(destination, renewed(kernel, destination, message));
    task.moved += 1;
  }
  if (visible.length > perSecond) kernel.after(1000, () => run(kernel, store, task));
  else task.status = "COMPLETED";
}

/** A redriven message is a new one. */
function renewed(kernel: Kernel, destination: Queue, message: QueueMessage): QueueMessage {
  const nowMs = kernel.now();
  return {
    ...message,
    id: uuid(kernel),
    sentMs: nowMs,
    visibleMs: nowMs,
    receiveCount: 0,
    receivedHere: 0,
    sequenceNumber: destination.settings.fifo ? String((destination.sequence += 1)).padStart(20, "0") : undefined,
    sourceArn: undefined,
    firstReceivedMs: undefined,
    receiptHandle: undefined,
  };
}

function describe(task: MoveTask): Output {
  return {
    ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    StartedTimestamp: task.startedMs,
  };
}

function notFound(parameter: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new AwsError("ResourceNotFoundException", message, 404);
}

function unsupported(message: string): AwsError {
  return new AwsError("UnsupportedOperation", message);
}
