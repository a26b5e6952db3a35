/**
 * What came of a call. ok: an answer for good, 2xx or a stored refusal. fail: a refusal that promises nothing was
 * done and invites a retry, or a request that was never understood. unknown: no answer, or one that leaves it open.
 */
export type CallOutcome = "ok" | "fail" | "unknown";

/** What a client asked of a cell. */
export interface Call {
  /** Names one attempt: its invocation and its outcome carry the same. Retries of a key are calls of their own. */
  readonly call: number;
  /** The cell that was asked; where a router chose, the cell that answered, as far as that is known. */
  readonly cell: string;
  readonly tenant: string;
  readonly method: "GET" | "POST";
  /** The path without origin and query: "/v1/accounts/acc_eu_…/payments". */
  readonly path: string;
  /** The Idempotency-Key, where the call has one. */
  readonly key?: string;
  /** Hash of the request's body, as the client reckons it: equal bodies have equal hashes. */
  readonly request?: string;
  /** Minor units asked for, where the call moves money. */
  readonly amount?: number;
  /** The account that gets the money, where the call is a payment. */
  readonly payee?: string;
}

/** What was answered, where an answer arrived. */
export interface Reply {
  readonly status: number;
  /** The problem's code, where the answer is a problem document. */
  readonly code?: string;
  /** The payment that the answer is about. */
  readonly payment?: string;
  /** The operation that the answer is about, where it is about one. */
  readonly operation?: string;
  /** Whether the answer says that it repeats an earlier one (`Idempotent-Replayed`). */
  readonly replayed?: boolean;
  /** The JSON body, parsed. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** One line of a history: a call begins, or what came of it. Milliseconds, virtual or by a drill's wall clock. */
export type HistoryEvent =
  | ({ readonly type: "invoke"; readonly at: number } & Call)
  | ({ readonly type: CallOutcome; readonly at: number } & Call & { readonly reply?: Reply });

/** Codes of 5xx and of conflicts that leave open whether something was done. */
const OPEN_CODES = new Set(["unavailable", "internal_error"]);
/** Refusals that are not stored: the same request may be sent again as it is. */
const RETRYABLE_STATUS = new Set([421, 429, 503]);

/** Whether an answer invites the very same request again and says that nothing is decided for good. */
export function isRetryable({ status, code, body }: Reply): boolean {
  if (RETRYABLE_STATUS.has(status) || status >= 500) return true;
  return status === 409 && (body?.["retryable"] === true || code === "payee_not_credited" || code === "contention");
}

/** What an answer means for the caller; without one, nobody knows. */
export function outcomeOf(reply: Reply | undefined): CallOutcome {
  if (reply === undefined) return "unknown";
  const { status, code } = reply;
  if (status >= 500 && (status !== 503 || code === undefined || OPEN_CODES.has(code))) return "unknown";
  if (isRetryable(reply)) return "fail";
  return "ok";
}
