import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { drop, fifo, queue, receive, receiveNothing, send } from "./shared.ts";

function refused(name: string, fails: string, input: Fields): Case {
  return { name, call: "CreateQueue", input: { QueueName: "{case}", ...input }, fails };
}

const attributes = (...names: readonly string[]): Fields => ({ QueueUrl: "{queue}", AttributeNames: names });

/** Queues themselves. */
export const queueCases: Suite = {
  service: "sqs",
  topic: "queues",
  cases: [
    {
      name: "A queue has AWS's defaults",
      before: queue(),
      call: "GetQueueAttributes",
      input: attributes("All"),
      gives: {
        Attributes: {
          QueueArn: is.match(/^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:c\w+-queue$/),
          VisibilityTimeout: "30",
          DelaySeconds: "0",
          MaximumMessageSize: "1048576",
          MessageRetentionPeriod: "345600",
          ReceiveMessageWaitTimeSeconds: "0",
          ApproximateNumberOfMessages: "0",
          ApproximateNumberOfMessagesNotVisible: "0",
          ApproximateNumberOfMessagesDelayed: "0",
          CreatedTimestamp: is.match(/^\d{10}$/),
          LastModifiedTimestamp: is.match(/^\d{10}$/),
          FifoQueue: is.absent,
        },
      },
      after: [drop()],
    },
    {
      name: "A FIFO queue says so",
      before: fifo({ ContentBasedDeduplication: "true" }),
      call: "GetQueueAttributes",
      input: attributes("FifoQueue", "ContentBasedDeduplication"),
      gives: { Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true", QueueArn: is.absent } },
      after: [drop()],
    },
    {
      name: "The same queue again is the same queue",
      before: queue({ VisibilityTimeout: "7" }),
      call: "CreateQueue",
      input: { QueueName: "{case}-queue", Attributes: { VisibilityTimeout: "7" } },
      gives: { QueueUrl: "{queue}" },
      after: [drop()],
    },
    {
      name: "The same name with other attributes",
      before: queue({ VisibilityTimeout: "7" }),
      call: "CreateQueue",
      input: { QueueName: "{case}-queue", Attributes: { VisibilityTimeout: "8" } },
      fails: "QueueNameExists",
      after: [drop()],
    },
    refused("A name with a dot", "InvalidParameterValue", { QueueName: "{case}.queue" }),
    refused("A name of 81 characters", "InvalidParameterValue", { QueueName: "q".repeat(81) }),
    refused("A FIFO queue whose name does not end in .fifo", "InvalidParameterValue", {
      Attributes: { FifoQueue: "true" },
    }),
    refused("An attribute is unknown", "InvalidAttributeName", { Attributes: { Colour: "blue" } }),
    refused("A visibility timeout of more than 12 hours", "InvalidAttributeValue", {
      Attributes: { VisibilityTimeout: "43201" },
    }),
    refused("A retention of less than a minute", "InvalidAttributeValue", {
      Attributes: { MessageRetentionPeriod: "59" },
    }),
    refused("A delay that is no number", "InvalidAttributeValue", { Attributes: { DelaySeconds: "soon" } }),
    {
      name: "GetQueueUrl finds a queue",
      before: queue(),
      call: "GetQueueUrl",
      input: { QueueName: "{case}-queue" },
      gives: { QueueUrl: "{queue}" },
      after: [drop()],
    },
    {
      name: "GetQueueUrl of no queue",
      call: "GetQueueUrl",
      input: { QueueName: "{case}-none" },
      fails: { name: "QueueDoesNotExist", message: /^The specified queue does not exist/ },
    },
    {
      name: "A call to no queue",
      before: [...queue(), drop()],
      call: "SendMessage",
      input: { QueueUrl: "{queue}", MessageBody: "x" },
      fails: "QueueDoesNotExist",
      within: 65_000,
    },
    {
      name: "ListQueues pages by prefix",
      before: [
        ...["a", "b", "c"].flatMap((name) => queue({}, name)),
        {
          call: "ListQueues",
          input: { QueueNamePrefix: "{case}-", MaxResults: 2 },
          gives: { QueueUrls: is.list(2), NextToken: is.text },
          within: 5_000,
          keep: { token: "NextToken" },
        },
      ],
      call: "ListQueues",
      input: { QueueNamePrefix: "{case}-", MaxResults: 2, NextToken: "{token}" },
      gives: { QueueUrls: is.list(1), NextToken: is.absent },
      after: ["a", "b", "c"].map((name) => drop(name)),
    },
    {
      name: "ListQueues without MaxResults has no token",
      before: queue(),
      call: "ListQueues",
      input: { QueueNamePrefix: "{case}-" },
      gives: { QueueUrls: ["{queue}"], NextToken: is.absent },
      within: 5_000,
      after: [drop()],
    },
    {
      name: "An attribute to be read is unknown",
      before: queue(),
      call: "GetQueueAttributes",
      input: attributes("Colour"),
      fails: "InvalidAttributeName",
      after: [drop()],
    },
    {
      name: "SetQueueAttributes changes what it names",
      before: [
        ...queue({ DelaySeconds: "1" }),
        { call: "SetQueueAttributes", input: { QueueUrl: "{queue}", Attributes: { VisibilityTimeout: "9" } } },
      ],
      call: "GetQueueAttributes",
      input: attributes("VisibilityTimeout", "DelaySeconds"),
      gives: { Attributes: { VisibilityTimeout: "9", DelaySeconds: "1" } },
      within: 5_000,
      after: [drop()],
    },
    {
      name: "SetQueueAttributes refuses a wrong value and changes nothing",
      before: queue(),
      call: "SetQueueAttributes",
      input: { QueueUrl: "{queue}", Attributes: { VisibilityTimeout: "9", DelaySeconds: "901" } },
      fails: "InvalidAttributeValue",
      after: [
        {
          call: "GetQueueAttributes",
          input: attributes("VisibilityTimeout"),
          gives: { Attributes: { VisibilityTimeout: "30" } },
        },
        drop(),
      ],
    },
    {
      name: "A queue stays what it is: standard",
      before: queue(),
      call: "SetQueueAttributes",
      input: { QueueUrl: "{queue}", Attributes: { FifoQueue: "true" } },
      fails: "InvalidAttributeName",
      after: [drop()],
      source: "SetQueueAttributes: FifoQueue can be given when a queue is created only",
    },
    {
      name: "A dead-letter queue has to exist",
      before: queue(),
      call: "SetQueueAttributes",
      input: {
        QueueUrl: "{queue}",
        Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"{queueArn}-none","maxReceiveCount":"1"}' },
      },
      fails: "InvalidParameterValue",
      after: [drop()],
    },
    {
      name: "Counts tell visible, hidden and delayed messages apart",
      before: [
        ...queue(),
        send("1"),
        send("2"),
        send("3", { DelaySeconds: 60 }),
        receive([is.present], { MaxNumberOfMessages: 1 }),
      ],
      call: "GetQueueAttributes",
      input: attributes("All"),
      gives: {
        Attributes: {
          ApproximateNumberOfMessages: "1",
          ApproximateNumberOfMessagesNotVisible: "1",
          ApproximateNumberOfMessagesDelayed: "1",
        },
      },
      within: 60_000,
      after: [drop()],
    },
    {
      name: "PurgeQueue empties the queue",
      before: [...queue(), send("1"), send("2"), { call: "PurgeQueue", input: { QueueUrl: "{queue}" } }],
      ...receiveNothing(),
      within: 65_000,
      after: [drop()],
    },
    {
      name: "A second purge within a minute",
      before: [...queue(), { call: "PurgeQueue", input: { QueueUrl: "{queue}" } }],
      call: "PurgeQueue",
      input: { QueueUrl: "{queue}" },
      fails: "PurgeQueueInProgress",
      after: [drop()],
    },
    {
      name: "Tags are kept",
      before: [...queue(), { call: "TagQueue", input: { QueueUrl: "{queue}", Tags: { cell: "one", team: "x" } } }],
      call: "ListQueueTags",
      input: { QueueUrl: "{queue}" },
      gives: { Tags: { cell: "one", team: "x" } },
      after: [
        { call: "UntagQueue", input: { QueueUrl: "{queue}", TagKeys: ["team"] } },
        { call: "ListQueueTags", input: { QueueUrl: "{queue}" }, gives: { Tags: { cell: "one", team: is.absent } } },
        drop(),
      ],
    },
  ],
};
