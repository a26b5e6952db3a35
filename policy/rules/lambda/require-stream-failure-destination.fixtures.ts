import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { streamMapping, queueMapping } from "./compliant.ts";
import { requireStreamFailureDestination } from "./require-stream-failure-destination.ts";

/** Mappings with and without a place for failures. */
export const fixtures: Fixtures = {
  rule: requireStreamFailureDestination,
  compliant: {
    "a queue for failures": { properties: streamMapping },
    "a queue of this program that is not there yet": {
      properties: changed(streamMapping, { destinationConfig: { onFailure: { destinationArn: UNKNOWN } } }),
      madeFrom: { destinationConfig: ["other"] },
      companions: [{ type: "aws:sqs/queue:Queue", name: "other", properties: {} }],
    },
    "a queue, whose failures go to its own dead-letter queue": { properties: queueMapping },
    "Kafka, which has no such destination by default": {
      properties: changed(streamMapping, {
        topics: ["orders"],
        eventSourceArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0b5e9d6c",
        destinationConfig: undefined,
        bisectBatchOnFunctionError: undefined,
        maximumRetryAttempts: undefined,
        maximumRecordAgeInSeconds: undefined,
        functionResponseTypes: undefined,
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(streamMapping, { destinationConfig: undefined }),
      faults: ["The mapping drops the records that its function fails on."],
    },
    "a table's stream, without": {
      properties: changed(streamMapping, {
        eventSourceArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
        destinationConfig: {},
      }),
      faults: ["The mapping drops the records that its function fails on."],
    },
    "a source that is not known yet": {
      properties: changed(streamMapping, { eventSourceArn: UNKNOWN, destinationConfig: undefined }),
      faults: ["The mapping drops the records that its function fails on."],
    },
  },
  unknown: {
    "the destination": {
      properties: changed(streamMapping, { destinationConfig: { onFailure: { destinationArn: UNKNOWN } } }),
      path: "destinationConfig.onFailure.destinationArn",
    },
  },
};
