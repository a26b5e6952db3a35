import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policy, policyRefusing, policyWithoutDeny, queue, queueUrl } from "./compliant.ts";
import { requireQueueTls } from "./require-queue-tls.ts";

/** Queues that refuse plaintext, do not, or leave it to a policy of its own. */
export const fixtures: Fixtures = {
  rule: requireQueueTls,
  compliant: {
    "denied inline": { properties: queue },
    "denied by a policy of its own": {
      properties: changed(queue, { policy: undefined }),
      companions: [
        { type: "aws:sqs/queuePolicy:QueuePolicy", name: "policy", properties: { queueUrl, policy: queue["policy"] } },
      ],
    },
    "that policy": { type: "aws:sqs/queuePolicy:QueuePolicy", properties: { queueUrl, policy } },
    "AWS's own services excepted": {
      properties: changed(queue, {
        policy: policyRefusing({
          Condition: { Bool: { "aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false" } },
        }),
      }),
    },
    "with a flag instead of text, if the key exists": {
      properties: changed(queue, {
        policy: policyRefusing({
          Principal: { AWS: "*" },
          Condition: { BoolIfExists: { "aws:SecureTransport": false } },
        }),
      }),
    },
  },
  violating: {
    "no policy": {
      properties: changed(queue, { policy: undefined }),
      faults: ["The queue takes requests without TLS."],
    },
    "a policy without it": {
      properties: changed(queue, { policy: policyWithoutDeny }),
      faults: ["The queue takes requests without TLS."],
    },
    "a policy of its own without it": {
      type: "aws:sqs/queuePolicy:QueuePolicy",
      properties: { queueUrl, policy: policyWithoutDeny },
      faults: ["The queue takes requests without TLS."],
    },
    "denied where it is secure": {
      properties: changed(queue, {
        policy: policyRefusing({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      }),
      faults: ["The queue takes requests without TLS."],
    },
    "denied to one role": {
      properties: changed(queue, {
        policy: policyRefusing({ Principal: { AWS: "arn:aws:iam::111122223333:role/orders" } }),
      }),
      faults: ["The queue takes requests without TLS."],
    },
    "denied for deletion alone": {
      properties: changed(queue, { policy: policyRefusing({ Action: "sqs:DeleteQueue" }) }),
      faults: ["The queue takes requests without TLS."],
    },
  },
  unknown: {
    policy: { properties: changed(queue, { policy: UNKNOWN }), path: "policy" },
  },
};
