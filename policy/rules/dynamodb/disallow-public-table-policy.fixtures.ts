import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policy, policyFor, replica } from "./compliant.ts";
import { disallowPublicTablePolicy } from "./disallow-public-table-policy.ts";

/** Policies of tables for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicTablePolicy,
  compliant: {
    "a role": { properties: { resourceArn: replica["globalTableArn"], policy: JSON.stringify(policy) } },
    "an organization": {
      properties: {
        resourceArn: replica["globalTableArn"],
        policy: policyFor("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      },
    },
    "an object, not text": { properties: { resourceArn: replica["globalTableArn"], policy } },
  },
  violating: {
    everyone: {
      properties: { resourceArn: replica["globalTableArn"], policy: policyFor("*") },
      faults: ["The table's policy grants everyone access, in policy.Statement[0]."],
    },
    "every AWS account": {
      properties: { resourceArn: replica["globalTableArn"], policy: policyFor({ AWS: ["*"] }) },
      faults: ["The table's policy grants everyone access, in policy.Statement[0]."],
    },
    "a condition that narrows nothing": {
      properties: {
        resourceArn: replica["globalTableArn"],
        policy: policyFor("*", { Bool: { "aws:SecureTransport": "true" } }),
      },
      faults: ["The table's policy grants everyone access, in policy.Statement[0]."],
    },
  },
  unknown: {
    policy: { properties: { resourceArn: replica["globalTableArn"], policy: UNKNOWN }, path: "policy" },
    principal: {
      properties: {
        resourceArn: replica["globalTableArn"],
        policy: { Statement: [{ Effect: "Allow", Principal: UNKNOWN, Action: "dynamodb:GetItem", Resource: "*" }] },
      },
      path: "policy.Statement[0].Principal",
    },
  },
};
