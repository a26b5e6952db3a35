import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionCodeSigning } from "./require-function-code-signing.ts";

/** Functions whose code is signed, not, or an image. */
export const fixtures: Fixtures = {
  rule: requireFunctionCodeSigning,
  compliant: {
    signed: { properties: lambdaFunction },
    "a configuration of this program that is not there yet": {
      properties: changed(lambdaFunction, { codeSigningConfigArn: UNKNOWN }),
      madeFrom: { codeSigningConfigArn: ["other"] },
      companions: [{ type: "aws:lambda/codeSigningConfig:CodeSigningConfig", name: "other", properties: {} }],
    },
    "an image": {
      properties: changed(lambdaFunction, {
        packageType: "Image",
        imageUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1",
        runtime: undefined,
        handler: undefined,
        s3Bucket: undefined,
        s3Key: undefined,
        codeSigningConfigArn: undefined,
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(lambdaFunction, { codeSigningConfigArn: undefined }),
      faults: ["The function runs code that nobody signed."],
    },
  },
  unknown: {
    "the configuration": {
      properties: changed(lambdaFunction, { codeSigningConfigArn: UNKNOWN }),
      path: "codeSigningConfigArn",
    },
  },
};
