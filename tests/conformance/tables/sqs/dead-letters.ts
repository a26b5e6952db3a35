import { is, type Step, type Suite } from "../../case.ts";
import { drop, fifo, queue, receive, receiveNothing, send, sendTo } from "./shared.ts";

const policy = (count: number | string): Step => ({
  call: "SetQueueAttributes",
  input: {
    QueueUrl: "{queue}",
    Attributes: { RedrivePolicy: `{"deadLetterTargetArn":"{deadArn}","maxReceiveCount":"${count}"}` },
  },
});
const both = [...queue({}, "dead"), ...queue({ VisibilityTimeout: "0" })];
const dropBoth = [drop(), drop("dead")];
const fromDead = (messages: readonly unknown[]): Step =>
  receive(messages, { QueueUrl: "{dead}", MessageSystemAttributeNames: ["All"] });

/** A message that ended up in its dead-letter queue. */
const died: readonly Step[] = [
  ...both,
  policy(1),
  { ...send("x"), keep: { id: "MessageId" } },
  receive([{ Body: "x" }]),
  receiveNothing(),
];

/** Dead-letter queues, and the way back. */
export const deadLetterCases: Suite = {
  service: "sqs",
  topic: "dead letters",
  cases: [
    {
      name: "A message received too often moves, and stays itself",
      before: died,
      ...fromDead([{ Body: "x", MessageId: "{id}", Attributes: { DeadLetterQueueSourceArn: "{queueArn}" } }]),
      after: dropBoth,
    },
    {
      name: "A message received as often as allowed stays",
      before: [...both, policy(2), send("x"), receive([{ Body: "x" }])],
      ...receive([{ Body: "x", Attributes: { ApproximateReceiveCount: "2" } }], {
        MessageSystemAttributeNames: ["All"],
      }),
      after: dropBoth,
    },
    {
      name: "A group goes on behind a message that died",
      before: [
        ...fifo({}, "dead"),
        ...fifo({ VisibilityTimeout: "0" }),
        policy(1),
        sendTo("g", "1"),
        sendTo("g", "2"),
        receive([{ Body: "1" }], { MaxNumberOfMessages: 1 }),
      ],
      ...receive([{ Body: "2" }], { MaxNumberOfMessages: 1 }),
      after: dropBoth,
    },
    {
      name: "A dead-letter queue of a FIFO queue is FIFO",
      before: [...queue({}, "dead"), ...fifo()],
      ...policy(1),
      fails: "InvalidParameterValue",
      after: dropBoth,
    },
    {
      name: "Received never is no policy",
      before: both,
      ...policy(0),
      fails: "InvalidParameterValue",
      after: dropBoth,
    },
    {
      name: "The sources of a dead-letter queue",
      before: [...both, policy(1)],
      call: "ListDeadLetterSourceQueues",
      input: { QueueUrl: "{dead}" },
      gives: { queueUrls: ["{queue}"] },
      within: 5_000,
      after: dropBoth,
    },
    {
      name: "A move task brings messages back to where they came from",
      before: [
        ...died,
        {
          call: "StartMessageMoveTask",
          input: { SourceArn: "{deadArn}" },
          gives: { TaskHandle: is.text },
          keep: { task: "TaskHandle" },
        },
      ],
      ...receive([{ Body: "x" }]),
      after: [
        {
          call: "ListMessageMoveTasks",
          input: { SourceArn: "{deadArn}" },
          gives: { Results: [{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1, SourceArn: "{deadArn}" }] },
          within: 10_000,
        },
        ...dropBoth,
      ],
      source: "Amazon SQS Developer Guide, Configure a dead-letter queue redrive",
    },
    {
      name: "A move task of a queue that is no dead-letter queue",
      before: queue(),
      call: "StartMessageMoveTask",
      input: { SourceArn: "{queueArn}" },
      fails: "InvalidParameterValue",
      after: [drop()],
    },
    {
      name: "A move task of no queue",
      before: queue(),
      call: "StartMessageMoveTask",
      input: { SourceArn: "{queueArn}-none" },
      fails: "ResourceNotFoundException",
      after: [drop()],
    },
  ],
};
