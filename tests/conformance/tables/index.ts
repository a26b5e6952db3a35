import type { Suite } from "../case.ts";
import { cognitoSuites } from "./cognito.ts";
import { dynamodbSuites } from "./dynamodb/index.ts";
import { keyValueStoreSuites } from "./key-value-store.ts";
import { kinesisSuites } from "./kinesis/index.ts";
import { kmsSuites } from "./kms.ts";
import { lambdaSuites } from "./lambda.ts";
import { logsSuites } from "./logs.ts";
import { s3Suites } from "./s3/index.ts";
import { schedulerSuites } from "./scheduler.ts";
import { statesSuites } from "./states.ts";
import { sqsSuites } from "./sqs/index.ts";
import { stsSuites } from "./sts.ts";

/** Every table. */
export const suites: readonly Suite[] = [
  ...dynamodbSuites,
  ...sqsSuites,
  ...kinesisSuites,
  ...kmsSuites,
  ...stsSuites,
  ...logsSuites,
  ...lambdaSuites,
  ...s3Suites,
  ...schedulerSuites,
  ...statesSuites,
  ...cognitoSuites,
  ...keyValueStoreSuites,
];
