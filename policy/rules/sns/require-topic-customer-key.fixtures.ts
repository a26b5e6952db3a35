import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { topic } from "./compliant.ts";
import { requireTopicCustomerKey } from "./require-topic-customer-key.ts";

/** A topic with, without and with AWS's own key. */
export const fixtures: Fixtures = {
  rule: requireTopicCustomerKey,
  compliant: {
    "a key's ARN": { properties: topic },
    "an alias": { properties: changed(topic, { kmsMasterKeyId: "alias/orders" }) },
    "a key of this program that is not there yet": {
      properties: changed(topic, { kmsMasterKeyId: UNKNOWN }),
      madeFrom: { kmsMasterKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "no key": {
      properties: changed(topic, { kmsMasterKeyId: undefined }),
      faults: ["The topic is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(topic, { kmsMasterKeyId: "alias/aws/sns" }),
      faults: ["The topic is encrypted with the key that AWS manages."],
    },
    "AWS's key by its ARN": {
      properties: changed(topic, { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns" }),
      faults: ["The topic is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(topic, { kmsMasterKeyId: UNKNOWN }), path: "kmsMasterKeyId" },
  },
};
