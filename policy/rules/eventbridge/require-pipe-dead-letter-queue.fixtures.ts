import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { pipe } from "./compliant.ts";
import { requirePipeDeadLetterQueue } from "./require-pipe-dead-letter-queue.ts";

/** Pipes from streams with and without dead-letter queues, and pipes from queues. */
export const fixtures: Fixtures = {
  rule: requirePipeDeadLetterQueue,
  compliant: {
    "from a table's stream": { properties: pipe },
    "from a queue": {
      properties: changed(pipe, { source: "arn:aws:sqs:eu-west-1:111122223333:orders", sourceParameters: undefined }),
    },
  },
  violating: {
    "from a table's stream": {
      properties: changed(pipe, {
        sourceParameters: { dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 10 } },
      }),
      faults: ["The pipe has no dead-letter queue."],
    },
    "from a stream, with no parameters": {
      properties: changed(pipe, {
        source: "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
        sourceParameters: undefined,
      }),
      faults: ["The pipe has no dead-letter queue."],
    },
  },
  unknown: {
    parameters: { properties: changed(pipe, { sourceParameters: UNKNOWN }), path: "sourceParameters" },
  },
};
