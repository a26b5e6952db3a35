import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireSupportedFunctionRuntime } from "./require-supported-function-runtime.ts";

/** Runtimes of today and of yesterday. */
export const fixtures: Fixtures = {
  rule: requireSupportedFunctionRuntime,
  compliant: {
    "Node.js": { properties: lambdaFunction },
    Python: { properties: changed(lambdaFunction, { runtime: "python3.13" }) },
    "an own runtime on Amazon Linux 2023": { properties: changed(lambdaFunction, { runtime: "provided.al2023" }) },
    "Java on Amazon Linux 2": { properties: changed(lambdaFunction, { runtime: "java8.al2" }) },
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
    "Node.js 14": {
      properties: changed(lambdaFunction, { runtime: "nodejs14.x" }),
      faults: ["The runtime nodejs14.x no longer gets security patches."],
    },
    "Python 2": {
      properties: changed(lambdaFunction, { runtime: "python2.7" }),
      faults: ["The runtime python2.7 no longer gets security patches."],
    },
    ".NET Core": {
      properties: changed(lambdaFunction, { runtime: "dotnetcore3.1" }),
      faults: ["The runtime dotnetcore3.1 no longer gets security patches."],
    },
    Go: {
      properties: changed(lambdaFunction, { runtime: "go1.x" }),
      faults: ["The runtime go1.x no longer gets security patches."],
    },
  },
  unknown: { "the runtime": { properties: changed(lambdaFunction, { runtime: UNKNOWN }), path: "runtime" } },
};
