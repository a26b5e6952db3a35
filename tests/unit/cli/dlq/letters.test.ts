import { describe, expect, it } from "vitest";
import { letterOf, tellLetter } from "../../../../cli/dlq/letters.ts";

const id = `pay_eu_${"0".repeat(32)}`;
const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-projector";
const requestContext = { requestId: "r", functionArn, condition: "RetriesExhausted", approximateInvokeCount: 3 };
const info = {
  shardId: "shardId-000000000000",
  startSequenceNumber: "495",
  endSequenceNumber: "499",
  approximateArrivalOfFirstRecord: "2026-01-01T00:00:00Z",
  approximateArrivalOfLastRecord: "2026-01-01T00:00:01Z",
  batchSize: 4,
  streamArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-eu-journal",
};

/** One dead letter a row, with what a person is told of it. */
const rows: readonly (readonly [string, unknown, Readonly<Record<string, string>>, string, string | undefined])[] = [
  ["a key of the ledger", { pk: `eu#pay#${id}`, sk: "payment" }, {}, `eu#pay#${id} payment`, undefined],
  [
    "a start that Scheduler could not make",
    { sweep: true },
    { TARGET_ARN: functionArn, ERROR_CODE: "ResourceNotFoundException", ERROR_MESSAGE: "no function" },
    "start of prod-eu-projector with sweep",
    "ResourceNotFoundException: no function",
  ],
  [
    "a run that failed three times",
    {
      requestContext,
      requestPayload: { sweep: true },
      responseContext: { statusCode: 200, functionError: "Unhandled" },
      responsePayload: { errorType: "TimeoutError", errorMessage: "no\n  answer", trace: ["secret"] },
    },
    {},
    "start of prod-eu-projector with sweep",
    "RetriesExhausted after 3 tries, TimeoutError: no answer",
  ],
  [
    "a run that grew too old",
    { requestContext: { ...requestContext, condition: "EventAgeExceeded" }, requestPayload: {} },
    {},
    "start of prod-eu-projector with nothing",
    "EventAgeExceeded after 3 tries",
  ],
  [
    "a batch of the journal",
    { requestContext, responseContext: { functionError: "Unhandled" }, KinesisBatchInfo: info },
    {},
    "4 records of the journal for prod-eu-projector: shardId-000000000000, 495 to 499",
    "RetriesExhausted after 3 tries, Unhandled",
  ],
  [
    "a batch of the ledger's stream",
    { requestContext, DDBStreamBatchInfo: { ...info, endSequenceNumber: "495", batchSize: 1 } },
    {},
    "1 record of the ledger stream for prod-eu-projector: shardId-000000000000, 495",
    "RetriesExhausted after 3 tries",
  ],
  ["text", "Jane Doe, IBAN NL91", {}, "19 bytes that are no key and no failed call", undefined],
  [
    "what only looks like a key",
    { pk: "Jane Doe", sk: "x" },
    {},
    "26 bytes that are no key and no failed call",
    undefined,
  ],
  [
    "a payload that says more than what it is",
    { requestContext, requestPayload: { name: "Jane Doe" } },
    {},
    "start of prod-eu-projector with name",
    "RetriesExhausted after 3 tries",
  ],
];

describe("a dead letter", () => {
  it.each(rows)("is told in a line: %s", (_, content, attributes, what, why) => {
    const body = typeof content === "string" ? content : JSON.stringify(content);
    const letter = letterOf({ body, attributes });
    expect([tellLetter(letter), letter.why]).toEqual([what, why]);
    expect(JSON.stringify([tellLetter(letter), letter.why])).not.toMatch(/Jane|secret|NL91/);
  });
});
