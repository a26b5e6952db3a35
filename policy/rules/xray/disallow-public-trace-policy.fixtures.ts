import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowPublicTracePolicy } from "./disallow-public-trace-policy.ts";

const document = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: ["xray:PutTraceSegments", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
        Resource: "*",
        ...(principal === "*" ? {} : { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }),
      },
    ],
  });

const topic = { policyName: "sns", policyDocument: document({ Service: "sns.amazonaws.com" }) };

/** Policies for a service and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicTracePolicy,
  compliant: { "a service": { properties: topic } },
  violating: {
    everyone: {
      properties: changed(topic, { policyDocument: document("*") }),
      faults: ["The policy lets everyone send traces."],
    },
  },
  unknown: { "the document": { properties: changed(topic, { policyDocument: UNKNOWN }), path: "policyDocument" } },
};
