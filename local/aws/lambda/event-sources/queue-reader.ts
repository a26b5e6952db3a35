import { isProperties } from "../../inputs.ts";
import { parseQueueArn, queueUrl } from "../../sqs/queue-names.ts";
import { judgeBatch } from "./batch-response.ts";
import { createGate, createWaker, type MappingContext, type MappingReader } from "./mapping.ts";

/** The most that one ReceiveMessage returns. */
const receiveLimit = 10;

interface QueueMessage {
  readonly id: string;
  readonly receiptHandle: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Feeds a function from a queue: woken by messages, a bounded number of batches at a time. */
export function createQueueReader(context: MappingContext): MappingReader {
  const { sources } = context;
  const gate = createGate();
  const work = async (): Promise<void> => {
    while (!gate.stopped && !gate.paused) {
      try {
        const batch = await collect(context);
        if (batch.length === 0) return;
        await process(context, batch);
      } catch (error) {
        // The messages show again after their visibility timeout, and wake this reader then.
        context.report(`PROBLEM: ${String(error)}`);
        return;
      }
    }
  };
  const waker = createWaker(work, () => context.config.maximumConcurrency ?? context.pollers);
  const cancel = sources.onMessages(context.config.sourceArn, waker.wake);
  waker.wake();
  return {
    pause: gate.pause,
    resume() {
      gate.resume();
      waker.wake();
    },
    stop() {
      gate.stop();
      waker.stop();
      cancel();
    },
  };
}

async function collect(context: MappingContext): Promise<readonly QueueMessage[]> {
  const { kernel, config } = context;
  const batch = [...(await receive(context, config.batchSize, 0))];
  const until = kernel.now() + config.windowMs;
  while (batch.length > 0 && batch.length < config.batchSize && kernel.now() < until) {
    const waitSeconds = Math.min(20, Math.ceil((until - kernel.now()) / 1000));
    batch.push(...(await receive(context, config.batchSize - batch.length, waitSeconds)));
  }
  return batch;
}

async function receive(context: MappingContext, most: number, waitSeconds: number): Promise<readonly QueueMessage[]> {
  const output = await callQueue(context, "ReceiveMessage", {
    MaxNumberOfMessages: Math.min(receiveLimit, most),
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  const messages: readonly unknown[] = Array.isArray(output["Messages"]) ? output["Messages"] : [];
  return messages.filter(isProperties).map((message) => ({
    id: String(message["MessageId"]),
    receiptHandle: String(message["ReceiptHandle"]),
    record: recordOf(context, message),
  }));
}

async function process(context: MappingContext, batch: readonly QueueMessage[]): Promise<void> {
  const { config } = context;
  const wanted = batch.filter(({ record }) => config.filter(filterView(record)));
  const unwanted = batch.filter((message) => !wanted.includes(message));
  await remove(context, unwanted);
  if (wanted.length === 0) return;
  const result = await context.invoke(
    { Records: wanted.map(({ record }) => record) },
    wanted.flatMap(({ record }) => traceHeaderOf(record)),
  );
  const verdict = judgeBatch(
    result,
    wanted.map(({ id }) => id),
    config.reportsFailures,
  );
  if (verdict.kind === "done") {
    context.report("OK");
    return remove(context, wanted);
  }
  const { ids } = verdict;
  context.report("PROBLEM: Function call failed");
  if (ids !== "all")
    await remove(
      context,
      wanted.filter(({ id }) => !ids.includes(id)),
    );
}

function traceHeaderOf({ attributes }: Readonly<Record<string, unknown>>): readonly string[] {
  const header = isProperties(attributes) ? attributes["AWSTraceHeader"] : undefined;
  return typeof header === "string" ? [header] : [];
}

async function remove(context: MappingContext, messages: readonly QueueMessage[]): Promise<void> {
  for (let at = 0; at < messages.length; at += receiveLimit) {
    const entries = messages.slice(at, at + receiveLimit);
    await callQueue(context, "DeleteMessageBatch", {
      Entries: entries.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
    });
  }
}

async function callQueue(context: MappingContext, action: string, input: Readonly<Record<string, unknown>>) {
  const address = parseQueueArn(context.config.sourceArn);
  return context.call({
    service: "sqs",
    action,
    region: context.config.region,
    caller: context.caller(),
    requestId: context.requestId(),
    input: { QueueUrl: address === undefined ? "" : queueUrl(address), ...input },
  });
}

/** A message as Lambda puts it into an event. */
function recordOf(
  context: MappingContext,
  message: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const attributes = isProperties(message["MessageAttributes"]) ? message["MessageAttributes"] : {};
  const md5OfMessageAttributes = message["MD5OfMessageAttributes"];
  return {
    messageId: message["MessageId"],
    receiptHandle: message["ReceiptHandle"],
    body: message["Body"],
    attributes: message["Attributes"] ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
    ),
    md5OfBody: message["MD5OfBody"],
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    eventSource: "aws:sqs",
    eventSourceARN: context.config.sourceArn,
    awsRegion: context.config.region,
  };
}

function attributeOf(value: unknown): Readonly<Record<string, unknown>> {
  const { StringValue, BinaryValue, DataType } = isProperties(value) ? value : {};
  return {
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/** Filters see a body that is JSON as the object that it says. */
function filterView(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(String(record["body"]));
    return isProperties(body) ? { ...record, body } : record;
  } catch {
    return record;
  }
}
