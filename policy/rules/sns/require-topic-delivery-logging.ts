import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** The protocols whose deliveries SNS can log, and by which property. */
const FEEDBACK: Readonly<Record<string, string>> = {
  sqs: "sqsFailureFeedbackRoleArn",
  lambda: "lambdaFailureFeedbackRoleArn",
  http: "httpFailureFeedbackRoleArn",
  https: "httpFailureFeedbackRoleArn",
  firehose: "firehoseFailureFeedbackRoleArn",
  application: "applicationFailureFeedbackRoleArn",
};

/** Deliveries that fail leave a trace. */
export const requireTopicDeliveryLogging = rule({
  name: "require-topic-delivery-logging",
  description: "SNS topics log the deliveries that fail.",
  types: ["aws:sns/topic:Topic"],
  property: "sns.Topic.failureFeedbackRoleArn",
  severity: "low",
  level: "advisory",
  reason: "Without a log of deliveries, nobody can tell whether a subscriber got a message or since when it does not.",
  remediation:
    "Set the `…FailureFeedbackRoleArn` of the subscribers' protocols, such as `sqsFailureFeedbackRoleArn`, to a role.",
  controls: { "pci-dss-4.0.1": ["10.2.2"], soc2: ["CC7.2", "PI1.4"], psd2: ["RTS 29"], "aws-fsbp": ["SNS.2"] },
  scope: "stack",
  judge: (given) => {
    const { resource, read, stack } = given;
    const roles = Object.values(FEEDBACK);
    const protocols = stack
      .referringTo(resource, "topic", "aws:sns/topicSubscription:TopicSubscription")
      .map((one) => one.read.text("protocol") ?? "")
      .filter((protocol) => Object.hasOwn(FEEDBACK, protocol));
    const isThere = (role: string): boolean => (referenceAt(given, read, role, "aws:iam/role:Role") ?? "") !== "";
    if (protocols.length === 0) return roles.some(isThere) ? [] : ["The topic logs no delivery that fails."];
    return [...new Set(protocols)]
      .filter((protocol) => !isThere(FEEDBACK[protocol] ?? ""))
      .map((protocol) => `The topic logs no delivery that fails to its subscribers of protocol ${protocol}.`);
  },
});
