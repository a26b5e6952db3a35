import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policyFor, streamArn } from "./compliant.ts";
import { disallowPublicStreamPolicy } from "./disallow-public-stream-policy.ts";

/** Policies of streams for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicStreamPolicy,
  compliant: {
    "a role": {
      properties: { resourceArn: streamArn, policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/reader" }) },
    },
    "an organization": {
      properties: {
        resourceArn: streamArn,
        policy: policyFor("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      },
    },
  },
  violating: {
    everyone: {
      properties: { resourceArn: streamArn, policy: policyFor("*") },
      faults: ["The stream's policy grants everyone access, in policy.Statement[0]."],
    },
    "every AWS account": {
      properties: { resourceArn: streamArn, policy: policyFor({ AWS: "*" }) },
      faults: ["The stream's policy grants everyone access, in policy.Statement[0]."],
    },
  },
  unknown: {
    policy: { properties: { resourceArn: streamArn, policy: UNKNOWN }, path: "policy" },
  },
};
