import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policy, policyFor, topic, topicArn } from "./compliant.ts";
import { disallowPublicTopicPolicy } from "./disallow-public-topic-policy.ts";

/** Policies of topics for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicTopicPolicy,
  compliant: {
    "a role": { properties: topic },
    "a policy of its own": { type: "aws:sns/topicPolicy:TopicPolicy", properties: { arn: topicArn, policy } },
    "everyone of the owner's account, as AWS writes by itself": {
      properties: changed(topic, {
        policy: policyFor({ AWS: "*" }, { StringEquals: { "AWS:SourceOwner": "111122223333" } }),
      }),
    },
    "one bucket": {
      properties: changed(topic, {
        policy: policyFor("*", {
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::orders" },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        }),
      }),
    },
  },
  violating: {
    everyone: {
      properties: changed(topic, { policy: policyFor("*") }),
      faults: ["The topic's policy grants everyone access, in policy.Statement[1]."],
    },
    "every AWS account, in a policy of its own": {
      type: "aws:sns/topicPolicy:TopicPolicy",
      properties: { arn: topicArn, policy: policyFor({ AWS: "*" }) },
      faults: ["The topic's policy grants everyone access, in policy.Statement[1]."],
    },
    "everyone, over one protocol": {
      properties: changed(topic, { policy: policyFor("*", { StringEquals: { "SNS:Protocol": "https" } }) }),
      faults: ["The topic's policy grants everyone access, in policy.Statement[1]."],
    },
  },
  unknown: {
    policy: { properties: changed(topic, { policy: UNKNOWN }), path: "policy" },
  },
};
