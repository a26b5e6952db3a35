import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowPublicLogPolicy } from "./disallow-public-log-policy.ts";

const document = (principal: unknown, more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/orders/*",
        ...more,
      },
    ],
  });

const own = document({ AWS: "arn:aws:iam::111122223333:root" });

const organization = document("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } });

const service = { policyName: "orders", policyDocument: own };

const destination = {
  type: "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
  properties: { destinationName: "central", accessPolicy: organization },
};

const delivery = {
  type: "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy",
  properties: { deliveryDestinationName: "central", deliveryDestinationPolicy: own },
};

const sink = {
  type: "aws:oam/sinkPolicy:SinkPolicy",
  properties: { sinkIdentifier: "arn:aws:oam:eu-west-1:111122223333:sink/0b5e9d6c", policy: organization },
};

/** Policies for some and for everyone, of every kind. */
export const fixtures: Fixtures = {
  rule: disallowPublicLogPolicy,
  compliant: {
    "an account": { properties: service },
    "an organization": destination,
    "a delivery's account": delivery,
    "an organization's measures": sink,
  },
  violating: {
    everyone: {
      properties: changed(service, { policyDocument: document("*") }),
      faults: ["The policy lets everyone write."],
    },
    "everyone at a destination": {
      ...destination,
      properties: { destinationName: "central", accessPolicy: document({ AWS: "*" }) },
      faults: ["The policy lets everyone write."],
    },
  },
  unknown: { "the document": { properties: changed(service, { policyDocument: UNKNOWN }), path: "policyDocument" } },
};
