import { changed, UNKNOWN, type Fixtures, type FixtureCase } from "../../core/fixtures.ts";
import { permission } from "./compliant.ts";
import { disallowPublicFunctionPermission } from "./disallow-public-function-permission.ts";

const policyFor = (Principal: unknown): FixtureCase => ({
  type: "aws:lambda/resourcePolicy:ResourcePolicy",
  properties: {
    resourceArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal,
          Action: "lambda:InvokeFunction",
          Resource: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
        },
      ],
    }),
  },
});

/** Permissions for everyone, narrowed and not. */
export const fixtures: Fixtures = {
  rule: disallowPublicFunctionPermission,
  compliant: {
    "a service": { properties: permission },
    "an account": { properties: changed(permission, { principal: "111122223333" }) },
    "everyone of an organization": {
      properties: changed(permission, { principal: "*", sourceArn: undefined, principalOrgId: "o-a1b2c3d4e5" }),
    },
    "everyone through one source": { properties: changed(permission, { principal: "*" }) },
    "an account, in a policy": policyFor({ AWS: "arn:aws:iam::111122223333:root" }),
  },
  violating: {
    "everyone, in a policy": { ...policyFor("*"), faults: ["The policy lets everyone invoke the function."] },
    everyone: {
      properties: changed(permission, { principal: "*", sourceArn: undefined }),
      faults: ["The permission lets everyone invoke the function."],
    },
    "everyone by a URL without authorization": {
      properties: changed(permission, {
        action: "lambda:InvokeFunctionUrl",
        principal: "*",
        sourceArn: undefined,
        functionUrlAuthType: "NONE",
      }),
      faults: ["The permission lets everyone invoke the function."],
    },
    "everyone through any source": {
      properties: changed(permission, { principal: "*", sourceArn: "*" }),
      faults: ["The permission lets everyone invoke the function."],
    },
  },
  unknown: {
    who: { properties: changed(permission, { principal: UNKNOWN }), path: "principal" },
    "the source": { properties: changed(permission, { principal: "*", sourceArn: UNKNOWN }), path: "sourceArn" },
  },
};
