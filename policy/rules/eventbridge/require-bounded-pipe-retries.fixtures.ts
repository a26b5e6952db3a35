import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterConfig, pipe } from "./compliant.ts";
import { requireBoundedPipeRetries } from "./require-bounded-pipe-retries.ts";

/** Pipes that give up and that do not. */
export const fixtures: Fixtures = {
  rule: requireBoundedPipeRetries,
  compliant: {
    "ten attempts": { properties: pipe },
    "an hour": {
      properties: changed(pipe, {
        sourceParameters: {
          dynamodbStreamParameters: {
            startingPosition: "LATEST",
            maximumRecordAgeInSeconds: 3600,
            deadLetterConfig,
          },
        },
      }),
    },
    "from a queue": {
      properties: changed(pipe, { source: "arn:aws:sqs:eu-west-1:111122223333:orders", sourceParameters: undefined }),
    },
  },
  violating: {
    "nothing said, which is endless": {
      properties: changed(pipe, {
        sourceParameters: { dynamodbStreamParameters: { startingPosition: "LATEST", deadLetterConfig } },
      }),
      faults: ["The pipe tries a record again without end."],
    },
  },
  unknown: {
    attempts: {
      properties: changed(pipe, {
        sourceParameters: {
          dynamodbStreamParameters: { startingPosition: "LATEST", maximumRetryAttempts: UNKNOWN, deadLetterConfig },
        },
      }),
      path: "sourceParameters.dynamodbStreamParameters.maximumRetryAttempts",
    },
  },
};
