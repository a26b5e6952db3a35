import type { Call, Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { parseQueueArn, queueUrl } from "./queue-names.ts";

/** A message that another service of the local cloud puts into a queue: a dead letter, a destination's record. */
export interface ServiceMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Sends `message` in the name of `caller`, whose policies are judged. */
export async function sendToQueue(
  call: (call: Call) => Promise<unknown>,
  caller: Caller,
  requestId: string,
  message: ServiceMessage,
): Promise<void> {
  const address = parseQueueArn(message.queueArn);
  if (address === undefined) throw new AwsError("InvalidParameterValueException", `${message.queueArn} is no queue.`);
  const attributes = Object.entries(message.attributes ?? {}).map(([name, value]) => [
    name,
    { DataType: "String", StringValue: value },
  ]);
  await call({
    service: "sqs",
    action: "SendMessage",
    region: address.region,
    caller,
    requestId,
    input: {
      QueueUrl: queueUrl(address),
      MessageBody: message.body,
      MessageAttributes: Object.fromEntries(attributes),
      ...(address.name.endsWith(".fifo") ? { MessageGroupId: requestId, MessageDeduplicationId: requestId } : {}),
    },
  });
}

/**
 * Sends on behalf of a service that has nobody left to tell: what the caller's role, the queue or its key refuses is
 * lost, as on AWS.
 */
export async function sendOrLose(
  call: (call: Call) => Promise<unknown>,
  caller: () => Caller,
  requestId: string,
  message: ServiceMessage,
): Promise<void> {
  try {
    await sendToQueue(call, caller(), requestId, message);
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
  }
}
