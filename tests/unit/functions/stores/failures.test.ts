import { describe, expect, it } from "vitest";
import { classify, type Failure } from "../../../../functions/stores/failures.ts";
import { cancelled, conditionFailed, fault } from "./scripted-client.ts";

describe("a failed call leaves us knowing", () => {
  it.each<[string, unknown, Failure]>([
    ["a condition of a transaction", cancelled("None", "ConditionalCheckFailed"), "refused"],
    ["a condition beside a conflict", cancelled("TransactionConflict", "ConditionalCheckFailed"), "refused"],
    ["a condition of a single write", conditionFailed(), "refused"],
    ["a conflict", cancelled("None", "TransactionConflict"), "busy"],
    ["throttling inside a transaction", cancelled("ThrottlingError"), "busy"],
    ["exhausted capacity inside a transaction", cancelled("ProvisionedThroughputExceeded"), "busy"],
    ["a conflict of a single write", fault("TransactionConflictException"), "busy"],
    ["the same transaction still running", fault("TransactionInProgressException"), "busy"],
    ["throttling", fault("ThrottlingException", { $metadata: { httpStatusCode: 400 } }), "busy"],
    ["exhausted capacity", fault("ProvisionedThroughputExceededException"), "busy"],
    ["too many requests", fault("RequestLimitExceeded"), "busy"],
    ["our own deadline", new DOMException("The operation was aborted due to timeout", "TimeoutError"), "unknown"],
    ["an abort", fault("AbortError"), "unknown"],
    ["a broken service", fault("InternalServerError"), "unknown"],
    ["any answer of the 500s", fault("SomethingNew", { $metadata: { httpStatusCode: 503 } }), "unknown"],
    ["a connection reset", fault("Error", { code: "ECONNRESET" }), "unknown"],
    ["a connection refused", fault("Error", { code: "ECONNREFUSED" }), "unknown"],
    ["a name not resolved", fault("Error", { code: "ENOTFOUND" }), "unknown"],
    ["a socket of undici", fault("SocketError", { code: "UND_ERR_SOCKET" }), "unknown"],
    ["a malformed request", fault("ValidationException", { $metadata: { httpStatusCode: 400 } }), "fault"],
    ["a malformed item", cancelled("ValidationError"), "fault"],
    ["an item that grew too large", cancelled("ItemCollectionSizeLimitExceeded"), "fault"],
    ["missing permission", fault("AccessDeniedException", { $metadata: { httpStatusCode: 400 } }), "fault"],
    ["a missing table", fault("ResourceNotFoundException", { $metadata: {} }), "fault"],
    ["a mistake in our code", new TypeError("x is not a function"), "fault"],
    ["a cancellation that says nothing", fault("TransactionCanceledException"), "fault"],
    ["a code that is no network's", fault("Error", { code: "ERR_INVALID_ARG_TYPE" }), "fault"],
    ["metadata that is none", fault("Error", { $metadata: null }), "fault"],
    ["no error at all", "boom", "fault"],
  ])("%s", (_, error, failure) => {
    expect(classify(error)).toBe(failure);
  });
});
