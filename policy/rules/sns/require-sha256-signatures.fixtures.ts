import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { topic, topicArn } from "./compliant.ts";
import { requireSha256Signatures } from "./require-sha256-signatures.ts";

/** Versions of signatures, with and without web subscribers. */
export const fixtures: Fixtures = {
  rule: requireSha256Signatures,
  compliant: {
    "no web subscriber": { properties: topic },
    "version 2": { properties: changed(topic, { signatureVersion: 2 }) },
  },
  violating: {
    "version 1": {
      properties: changed(topic, { signatureVersion: 1 }),
      faults: ["The topic signs its messages with SHA-1."],
    },
    "nothing said, with a web subscriber": {
      properties: changed(topic, { httpFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/sns-feedback" }),
      companions: [
        {
          type: "aws:sns/topicSubscription:TopicSubscription",
          name: "web",
          properties: { topic: topicArn, protocol: "https", endpoint: "https://hooks.example.com/orders" },
        },
      ],
      faults: ["The topic signs its messages with SHA-1."],
    },
  },
  unknown: {
    version: { properties: changed(topic, { signatureVersion: UNKNOWN }), path: "signatureVersion" },
  },
};
