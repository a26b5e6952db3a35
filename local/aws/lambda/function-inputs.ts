import type { InputRule } from "../../core/resource.ts";
import { all, arn, between, lengthBetween, matching, oneOf, shape } from "../rules.ts";

/** A function's name, partial ARN or ARN, with or without qualifier. */
export const functionReference = all(
  matching(
    /^(arn:[\w-]+:lambda:)?([a-z]{2}-(?:[a-z]+-){1,2}\d:)?(\d{12}:)?(function:)?([\w-]+)(:(\$LATEST|[\w-]+))?$/,
    "must be valid function name or function ARN",
  ),
  lengthBetween(1, 140),
);

/** The qualifier of a function: a version or an alias. */
export const qualifier = all(
  matching(/^[\w$-]+$/, "must contain alphanumeric, dollar signs, underscores or dashes only"),
  lengthBetween(1, 128),
);

/** Every input of `aws:lambda/function:Function` that the local cloud knows. */
export const functionInputs: Readonly<Record<string, InputRule>> = {
  architectures: { computed: true },
  code: {},
  codeSigningConfigArn: arn,
  deadLetterConfig: shape({ targetArn: { required: true, ...arn } }),
  description: {},
  environment: {},
  ephemeralStorage: { computed: true, ...shape({ size: between(512, 10_240) }) },
  handler: lengthBetween(1, 128),
  kmsKeyArn: arn,
  loggingConfig: {
    computed: true,
    ...shape({
      logFormat: { required: true, ...oneOf("JSON", "Text") },
      logGroup: all(
        matching(
          /^[\w./#-]+$/,
          "must contain alphanumeric characters, underscores, hyphens, slashes, hash signs and dots only",
        ),
        lengthBetween(1, 512),
      ),
      systemLogLevel: oneOf("DEBUG", "INFO", "WARN"),
    }),
  },
  memorySize: { default: 128, ...between(128, 10_240) },
  name: {
    replaces: true,
    computed: true,
    autoName: { lengthMax: 64 },
    ...all(functionReference, lengthBetween(1, 64)),
  },
  packageType: { replaces: true, default: "Zip", ...oneOf("Zip", "Image") },
  publish: { default: false },
  replaceSecurityGroupsOnDestroy: {},
  replacementSecurityGroupIds: { unordered: true },
  reservedConcurrentExecutions: { default: -1, ...between(-1, 1000) },
  role: { required: true, ...arn },
  runtime: {},
  skipDestroy: { default: false },
  sourceCodeHash: { computed: true },
  sourceKmsKeyArn: arn,
  timeout: { default: 3, ...between(1, 900) },
  tracingConfig: { computed: true, ...shape({ mode: { required: true, ...oneOf("Active", "PassThrough") } }) },
  useResourceTimeoutForPropagation: {},
  vpcConfig: {},
};
