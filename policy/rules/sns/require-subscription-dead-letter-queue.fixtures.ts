import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { subscription } from "./compliant.ts";
import { requireSubscriptionDeadLetterQueue } from "./require-subscription-dead-letter-queue.ts";

/** Subscriptions with and without dead-letter queues. */
export const fixtures: Fixtures = {
  rule: requireSubscriptionDeadLetterQueue,
  compliant: {
    "JSON text": { properties: subscription },
    "text that is not known yet, made from a queue": {
      properties: changed(subscription, { redrivePolicy: UNKNOWN }),
      madeFrom: { redrivePolicy: ["aside"] },
      companions: [{ type: "aws:sqs/queue:Queue", name: "aside", properties: {} }],
    },
    "an address of a person": {
      properties: changed(subscription, {
        protocol: "email",
        endpoint: "on-call@example.com",
        redrivePolicy: undefined,
      }),
    },
  },
  violating: {
    none: {
      properties: changed(subscription, { redrivePolicy: undefined }),
      faults: ["The subscription has no dead-letter queue."],
    },
    "a function's": {
      properties: changed(subscription, {
        protocol: "lambda",
        endpoint: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
        redrivePolicy: undefined,
      }),
      faults: ["The subscription has no dead-letter queue."],
    },
    "text that is no JSON": {
      properties: changed(subscription, { redrivePolicy: "orders-dlq" }),
      faults: ["redrivePolicy is not a redrive policy: it is no JSON."],
    },
  },
  unknown: {
    policy: {
      properties: changed(subscription, { redrivePolicy: UNKNOWN }),
      path: "redrivePolicy",
    },
  },
};
