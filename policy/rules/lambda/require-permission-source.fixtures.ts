import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { permission } from "./compliant.ts";
import { requirePermissionSource } from "./require-permission-source.ts";

/** Permissions of services with and without a source. */
export const fixtures: Fixtures = {
  rule: requirePermissionSource,
  compliant: {
    "an ARN": { properties: permission },
    "a rule of this program that is not there yet": {
      properties: changed(permission, { sourceArn: UNKNOWN }),
      madeFrom: { sourceArn: ["other"] },
      companions: [{ type: "aws:cloudwatch/eventRule:EventRule", name: "other", properties: {} }],
    },
    "an account": {
      properties: changed(permission, {
        principal: "s3.amazonaws.com",
        sourceArn: undefined,
        sourceAccount: "111122223333",
      }),
    },
    "any method of one API": {
      properties: changed(permission, {
        principal: "apigateway.amazonaws.com",
        sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*/*",
      }),
    },
    "a bucket, whose ARN has no account": {
      properties: changed(permission, { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::orders-uploads" }),
    },
    "an account's role instead of a service": {
      properties: changed(permission, { principal: "arn:aws:iam::444455556666:role/caller", sourceArn: undefined }),
    },
  },
  violating: {
    none: {
      properties: changed(permission, { sourceArn: undefined }),
      faults: ["The permission lets events.amazonaws.com invoke the function on anyone's behalf."],
    },
    everything: {
      properties: changed(permission, { sourceArn: "*", principal: "sns.amazonaws.com" }),
      faults: ["The permission lets sns.amazonaws.com invoke the function on anyone's behalf."],
    },
    "any account": {
      properties: changed(permission, { sourceArn: "arn:aws:sns:*:*:*", principal: "sns.amazonaws.com" }),
      faults: ["The permission lets sns.amazonaws.com invoke the function on anyone's behalf."],
    },
  },
  unknown: { "the source": { properties: changed(permission, { sourceArn: UNKNOWN }), path: "sourceArn" } },
};
