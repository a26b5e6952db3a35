import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policy, policyFor, queue, queueUrl } from "./compliant.ts";
import { disallowPublicQueuePolicy } from "./disallow-public-queue-policy.ts";

/** Policies of queues for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicQueuePolicy,
  compliant: {
    "a role": { properties: queue },
    "a policy of its own": { type: "aws:sqs/queuePolicy:QueuePolicy", properties: { queueUrl, policy } },
    "everyone, from one topic": {
      properties: changed(queue, {
        policy: policyFor("*", { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:orders" } }),
      }),
    },
    "everyone of an account": {
      properties: changed(queue, {
        policy: policyFor({ AWS: "*" }, { StringEquals: { "aws:PrincipalAccount": "111122223333" } }),
      }),
    },
  },
  violating: {
    everyone: {
      properties: changed(queue, { policy: policyFor("*") }),
      faults: ["The queue's policy grants everyone access, in policy.Statement[1]."],
    },
    "every AWS account, in a policy of its own": {
      type: "aws:sqs/queuePolicy:QueuePolicy",
      properties: { queueUrl, policy: policyFor({ AWS: "*" }) },
      faults: ["The queue's policy grants everyone access, in policy.Statement[1]."],
    },
    "a source that is any": {
      properties: changed(queue, { policy: policyFor("*", { ArnLike: { "aws:SourceArn": "*" } }) }),
      faults: ["The queue's policy grants everyone access, in policy.Statement[1]."],
    },
  },
  unknown: {
    policy: { properties: changed(queue, { policy: UNKNOWN }), path: "policy" },
    "a policy of its own": {
      type: "aws:sqs/queuePolicy:QueuePolicy",
      properties: { queueUrl, policy: UNKNOWN },
      path: "policy",
    },
  },
};
