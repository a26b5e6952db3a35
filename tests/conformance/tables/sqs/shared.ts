import { type Expectation, is, type Fields, type Step } from "../../case.ts";

/** Makes a queue of the case's own, kept as `{queue}` and `{queueArn}`, or under another name. */
export function queue(attributes: Readonly<Record<string, string>> = {}, name = "queue"): readonly Step[] {
  const suffix = attributes["FifoQueue"] === "true" ? ".fifo" : "";
  return [
    {
      call: "CreateQueue",
      input: { QueueName: `{case}-${name}${suffix}`, Attributes: attributes },
      keep: { [name]: "QueueUrl" },
    },
    {
      call: "GetQueueAttributes",
      input: { QueueUrl: `{${name}}`, AttributeNames: ["QueueArn"] },
      keep: { [`${name}Arn`]: "Attributes.QueueArn" },
    },
  ];
}

export const fifo = (attributes: Readonly<Record<string, string>> = {}, name = "queue"): readonly Step[] =>
  queue({ FifoQueue: "true", ...attributes }, name);

export const drop = (name = "queue"): Step => ({ call: "DeleteQueue", input: { QueueUrl: `{${name}}` } });

export const send = (body: string, more: Fields = {}): Step => ({
  call: "SendMessage",
  input: { QueueUrl: "{queue}", MessageBody: body, ...more },
});

export const sendTo = (group: string, body: string, more: Fields = {}): Step =>
  send(body, { MessageGroupId: group, MessageDeduplicationId: `${group}-${body}`, ...more });

/** Receives what there should be; AWS answers a short poll from some of its servers only, so it is asked again. */
export function receive(messages: readonly unknown[] | Expectation, more: Fields = {}, keep: Step["keep"] = {}): Step {
  return {
    call: "ReceiveMessage",
    input: { QueueUrl: "{queue}", MaxNumberOfMessages: 10, WaitTimeSeconds: 1, ...more },
    gives: { Messages: messages },
    within: 3_000,
    keep,
  };
}

/** Nothing to be received right now. */
export const receiveNothing = (more: Fields = {}): Step => ({
  call: "ReceiveMessage",
  input: { QueueUrl: "{queue}", MaxNumberOfMessages: 10, WaitTimeSeconds: 0, ...more },
  gives: { Messages: is.none },
});

export const handle = { handle: "Messages.0.ReceiptHandle" } as const;

export const remove = (name = "handle"): Step => ({
  call: "DeleteMessage",
  input: { QueueUrl: "{queue}", ReceiptHandle: `{${name}}` },
});
