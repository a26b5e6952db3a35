import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { subscription, topic } from "./compliant.ts";
import { requireTopicDeliveryLogging } from "./require-topic-delivery-logging.ts";

/** Topics with and without logs of deliveries, by their subscribers. */
export const fixtures: Fixtures = {
  rule: requireTopicDeliveryLogging,
  compliant: {
    "of one protocol": { properties: topic },
    "of the subscriber's protocol": {
      properties: topic,
      companions: [{ type: "aws:sns/topicSubscription:TopicSubscription", name: "s", properties: subscription }],
    },
    "a role of this program that is not there yet": {
      properties: changed(topic, { sqsFailureFeedbackRoleArn: UNKNOWN }),
      madeFrom: { sqsFailureFeedbackRoleArn: ["role"] },
      companions: [{ type: "aws:iam/role:Role", name: "role", properties: {} }],
    },
  },
  violating: {
    none: {
      properties: changed(topic, { sqsFailureFeedbackRoleArn: undefined }),
      faults: ["The topic logs no delivery that fails."],
    },
    "of another protocol than the subscriber's": {
      properties: topic,
      companions: [
        {
          type: "aws:sns/topicSubscription:TopicSubscription",
          name: "s",
          properties: changed(subscription, { protocol: "lambda" }),
        },
      ],
      faults: ["The topic logs no delivery that fails to its subscribers of protocol lambda."],
    },
  },
  unknown: {
    role: {
      properties: changed(topic, { sqsFailureFeedbackRoleArn: UNKNOWN }),
      path: "sqsFailureFeedbackRoleArn",
    },
  },
};
