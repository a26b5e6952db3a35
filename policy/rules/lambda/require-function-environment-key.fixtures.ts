import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionEnvironmentKey } from "./require-function-environment-key.ts";

/** Functions with and without variables, with and without a key. */
export const fixtures: Fixtures = {
  rule: requireFunctionEnvironmentKey,
  compliant: {
    "a key's ARN": { properties: lambdaFunction },
    "a key of this program that is not there yet": {
      properties: changed(lambdaFunction, { kmsKeyArn: UNKNOWN }),
      madeFrom: { kmsKeyArn: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
    "no variables to encrypt": {
      properties: changed(lambdaFunction, { environment: undefined, kmsKeyArn: undefined }),
    },
    "an empty environment": {
      properties: changed(lambdaFunction, { environment: { variables: {} }, kmsKeyArn: undefined }),
    },
    "unknown variables and a key": {
      properties: changed(lambdaFunction, { environment: { variables: { TABLE_NAME: UNKNOWN } } }),
    },
  },
  violating: {
    "no key": {
      properties: changed(lambdaFunction, { kmsKeyArn: undefined }),
      faults: ["The function's environment is not encrypted with a customer managed key."],
    },
    "an empty key": {
      properties: changed(lambdaFunction, { kmsKeyArn: "" }),
      faults: ["The function's environment is not encrypted with a customer managed key."],
    },
    "no key, and a variable that is not known yet": {
      properties: changed(lambdaFunction, {
        kmsKeyArn: undefined,
        environment: { variables: { TABLE_NAME: UNKNOWN } },
      }),
      faults: ["The function's environment is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(lambdaFunction, { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/lambda" }),
      faults: ["The function's environment is encrypted with the key that AWS manages."],
    },
  },
  unknown: { "the key": { properties: changed(lambdaFunction, { kmsKeyArn: UNKNOWN }), path: "kmsKeyArn" } },
};
