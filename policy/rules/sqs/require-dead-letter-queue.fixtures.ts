import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterQueue, queue, queueUrl } from "./compliant.ts";
import { requireDeadLetterQueue } from "./require-dead-letter-queue.ts";

/** Queues with and without dead-letter queues, and those queues themselves. */
export const fixtures: Fixtures = {
  rule: requireDeadLetterQueue,
  compliant: {
    "JSON text": { properties: queue },
    "an object": {
      properties: changed(queue, {
        redrivePolicy: { deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq", maxReceiveCount: 5 },
      }),
    },
    "made from a queue that is not there yet": {
      properties: changed(queue, { redrivePolicy: { deadLetterTargetArn: UNKNOWN, maxReceiveCount: 5 } }),
      madeFrom: { redrivePolicy: ["aside"] },
      companions: [{ type: "aws:sqs/queue:Queue", name: "aside", properties: {} }],
    },
    "a policy of its own": {
      properties: changed(queue, { redrivePolicy: undefined }),
      companions: [
        {
          type: "aws:sqs/redrivePolicy:RedrivePolicy",
          name: "redrive",
          properties: { queueUrl, redrivePolicy: queue["redrivePolicy"] },
        },
      ],
    },
    "a dead-letter queue, by its name": { properties: deadLetterQueue },
    "a dead-letter queue, by the queue that sends to it": {
      properties: changed(deadLetterQueue, { name: "failures" }),
      companions: [
        {
          type: "aws:sqs/queue:Queue",
          name: "source",
          properties: changed(queue, {
            redrivePolicy: JSON.stringify({
              deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:failures",
              maxReceiveCount: 5,
            }),
          }),
        },
      ],
    },
    "a dead-letter queue, by the rule's target that sends to it": {
      properties: changed(deadLetterQueue, { name: "failures" }),
      companions: [
        {
          type: "aws:cloudwatch/eventTarget:EventTarget",
          name: "target",
          properties: { deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:111122223333:failures" } },
        },
      ],
    },
  },
  violating: {
    "no policy": {
      properties: changed(queue, { redrivePolicy: undefined }),
      faults: ["The queue has no dead-letter queue."],
    },
    "an empty policy": {
      properties: changed(queue, { redrivePolicy: "{}" }),
      faults: ["The queue has no dead-letter queue."],
    },
    "another queue's policy": {
      properties: changed(queue, { redrivePolicy: undefined }),
      companions: [
        {
          type: "aws:sqs/redrivePolicy:RedrivePolicy",
          name: "redrive",
          properties: {
            queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/carts",
            redrivePolicy: queue["redrivePolicy"],
          },
        },
      ],
      faults: ["The queue has no dead-letter queue."],
    },
    "text that is no JSON": {
      properties: changed(queue, { redrivePolicy: "orders-dlq" }),
      faults: ["redrivePolicy is not a redrive policy: it is no JSON."],
    },
  },
  unknown: {
    policy: { properties: changed(queue, { redrivePolicy: UNKNOWN }), path: "redrivePolicy" },
  },
};
