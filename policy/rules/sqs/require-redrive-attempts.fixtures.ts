import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterQueue, queue, queueUrl } from "./compliant.ts";
import { requireRedriveAttempts } from "./require-redrive-attempts.ts";

/** Numbers of attempts. */
export const fixtures: Fixtures = {
  rule: requireRedriveAttempts,
  compliant: {
    five: { properties: queue },
    "none said": { properties: deadLetterQueue },
    "a policy of its own, digits as text": {
      type: "aws:sqs/redrivePolicy:RedrivePolicy",
      properties: {
        queueUrl,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq",
          maxReceiveCount: "5",
        }),
      },
    },
  },
  violating: {
    one: {
      properties: changed(queue, {
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq",
          maxReceiveCount: 1,
        }),
      }),
      faults: ["A message is tried once, which is not between 2 and 100."],
    },
    "a thousand": {
      type: "aws:sqs/redrivePolicy:RedrivePolicy",
      properties: {
        queueUrl,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq",
          maxReceiveCount: 1000,
        }),
      },
      faults: ["A message is tried 1000 times, which is not between 2 and 100."],
    },
  },
  unknown: {
    policy: {
      type: "aws:sqs/redrivePolicy:RedrivePolicy",
      properties: { queueUrl, redrivePolicy: UNKNOWN },
      path: "redrivePolicy",
    },
  },
};
