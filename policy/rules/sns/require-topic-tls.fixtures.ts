import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policy, policyWithoutDeny, topic, topicArn } from "./compliant.ts";
import { requireTopicTls } from "./require-topic-tls.ts";

/** Topics that refuse plaintext, do not, or leave it to a policy of its own. */
export const fixtures: Fixtures = {
  rule: requireTopicTls,
  compliant: {
    "denied inline": { properties: topic },
    "denied by a policy of its own": {
      properties: changed(topic, { policy: undefined }),
      companions: [
        {
          type: "aws:sns/topicPolicy:TopicPolicy",
          name: "policy",
          properties: { arn: topicArn, policy: topic["policy"] },
        },
      ],
    },
    "that policy": { type: "aws:sns/topicPolicy:TopicPolicy", properties: { arn: topicArn, policy } },
  },
  violating: {
    "no policy": {
      properties: changed(topic, { policy: undefined }),
      faults: ["The topic takes messages without TLS."],
    },
    "a policy without it": {
      properties: changed(topic, { policy: policyWithoutDeny }),
      faults: ["The topic takes messages without TLS."],
    },
    "a policy of its own without it": {
      type: "aws:sns/topicPolicy:TopicPolicy",
      properties: { arn: topicArn, policy: policyWithoutDeny },
      faults: ["The topic takes messages without TLS."],
    },
  },
  unknown: {
    policy: { properties: changed(topic, { policy: UNKNOWN }), path: "policy" },
  },
};
