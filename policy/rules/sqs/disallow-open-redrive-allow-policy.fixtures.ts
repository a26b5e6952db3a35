import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterQueue, queue, queueUrl } from "./compliant.ts";
import { disallowOpenRedriveAllowPolicy } from "./disallow-open-redrive-allow-policy.ts";

/** Allow policies of dead-letter queues. */
export const fixtures: Fixtures = {
  rule: disallowOpenRedriveAllowPolicy,
  compliant: {
    "by queue": {
      properties: changed(deadLetterQueue, {
        redriveAllowPolicy: JSON.stringify({
          redrivePermission: "byQueue",
          sourceQueueArns: ["arn:aws:sqs:eu-west-1:111122223333:orders"],
        }),
      }),
    },
    none: { properties: queue },
    "a policy of its own": {
      type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      properties: { queueUrl, redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) },
    },
  },
  violating: {
    all: {
      properties: changed(deadLetterQueue, { redriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) }),
      faults: ["Every queue of the account may use this one as its dead-letter queue."],
    },
    "all, in a policy of its own": {
      type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      properties: { queueUrl, redriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) },
      faults: ["Every queue of the account may use this one as its dead-letter queue."],
    },
  },
  unknown: {
    policy: { properties: changed(deadLetterQueue, { redriveAllowPolicy: UNKNOWN }), path: "redriveAllowPolicy" },
  },
};
