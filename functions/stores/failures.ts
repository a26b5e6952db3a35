/** What a failed AWS call leaves us knowing. */
export type Failure =
  /** Items refused their conditions. */
  | "refused"
  /** Somebody else was writing the same items, or the table is shedding load: nothing was written. */
  | "busy"
  /** The reply was lost or the service broke: it may have been written. */
  | "unknown"
  /** Our own mistake: retrying cannot help. */
  | "fault";

const BUSY = new Set([
  "TransactionConflictException",
  "TransactionInProgressException",
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);

/** Cancellation codes that mean the same as `BUSY`. */
const BUSY_REASONS = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

const UNKNOWN = new Set(["TimeoutError", "AbortError", "InternalServerError", "ServiceUnavailable"]);

/** Tells what a failed call leaves us knowing (AWS: DynamoDB error handling, transaction cancellation codes). */
export function classify(error: unknown): Failure {
  if (!(error instanceof Error)) return "fault";
  if (error.name === "TransactionCanceledException") {
    const codes = cancellationCodes(error);
    if (codes.includes("ConditionalCheckFailed")) return "refused";
    return codes.some((code) => BUSY_REASONS.has(code)) ? "busy" : "fault";
  }
  if (error.name === "ConditionalCheckFailedException") return "refused";
  if (BUSY.has(error.name)) return "busy";
  return UNKNOWN.has(error.name) || isServerSide(error) || isNetwork(error) ? "unknown" : "fault";
}

function cancellationCodes(error: Error): readonly string[] {
  if (!("CancellationReasons" in error) || !Array.isArray(error.CancellationReasons)) return [];
  return error.CancellationReasons.map((reason: { Code?: string }) => reason.Code ?? "None");
}

function isServerSide(error: Error): boolean {
  if (!("$metadata" in error)) return false;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return false;
  return typeof metadata.httpStatusCode === "number" && metadata.httpStatusCode >= 500;
}

function isNetwork(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && /^(E[A-Z]+|UND_ERR_.*)$/.test(error.code);
}
