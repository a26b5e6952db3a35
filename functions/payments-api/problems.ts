import type { Pain001Code } from "./iso20022/pain001-refusal.ts";
import type { DeclineCode, OperationDeclineCode } from "../domain/entries.ts";

/** Every code a problem document can carry: status, title, and whether the same request may be sent again as it is. */
const PROBLEMS = {
  malformed_request: [400, "The request is malformed", false],
  invalid_request: [400, "The request is invalid", false],
  idempotency_key_missing: [400, "An Idempotency-Key header is required", false],
  idempotency_key_invalid: [400, "The Idempotency-Key header is invalid", false],
  malformed_xml: [400, "The file is not well-formed XML", false],
  document_type_refused: [422, "The file declares a document type", false],
  unsupported_schema: [422, "The file has another schema version", false],
  element_missing: [422, "The file lacks an element", false],
  element_repeated: [422, "The file repeats an element", false],
  value_malformed: [422, "The file has a malformed value", false],
  amount_not_instructed: [422, "The file gives an amount in a form that is not supported", false],
  count_mismatch: [422, "The file's number of transactions does not match", false],
  control_sum_mismatch: [422, "The file's control sum does not match", false],
  currency_unknown: [422, "The file has an unknown currency", false],
  amount_malformed: [422, "The file has a malformed amount", false],
  amount_not_positive: [422, "The file has an amount that is not positive", false],
  amount_too_large: [422, "The file has an amount that is too large", false],
  amount_too_many_decimals: [422, "The file has an amount with too many decimals", false],
  token_missing: [401, "A bearer token is required", false],
  token_invalid: [401, "The bearer token is invalid", false],
  scope_missing: [403, "The token lacks a scope", false],
  not_acceptable: [406, "The answer has no such form", false],
  not_found: [404, "There is no such resource", false],
  batch_reused: [409, "The message id was used before with other content", false],
  payee_not_credited: [409, "The payee was not credited yet", true],
  body_too_large: [413, "The request body is too large", false],
  unsupported_media_type: [415, "The content type is not supported", false],
  misdirected: [421, "Another cell serves this account", true],
  idempotency_key_reused: [422, "The Idempotency-Key was used before with another request", false],
  balance_not_zero: [422, "The account still holds money", false],
  insufficient_funds: [422, "The account has too little available", false],
  account_closed: [422, "The account is closed", false],
  currency_mismatch: [422, "The account has another currency", false],
  payee_not_found: [422, "There is no such payee", false],
  payee_closed: [422, "The payee's account is closed", false],
  payee_currency_mismatch: [422, "The payee's account has another currency", false],
  duplicate_reference: [422, "The reference was used before on this account", false],
  too_many_endpoints: [422, "The tenant has too many webhook endpoints here", false],
  not_capturable: [422, "The payment has nothing to capture", false],
  not_voidable: [422, "The payment has nothing to void", false],
  authorization_expired: [422, "The authorization has expired", false],
  capture_exceeds_authorization: [422, "The capture exceeds what is authorized", false],
  refund_exceeds_captured: [422, "The refund exceeds what can be refunded", false],
  nothing_to_refund: [422, "Nothing is left to refund", false],
  internal_error: [500, "Something broke on our side", true],
  limited: [503, "This cell cannot decide for good right now", true],
  contention: [503, "Too many writes to the same account at once", true],
  unavailable: [503, "The outcome is not known yet; the same key will tell", true],
} as const satisfies Record<string, readonly [status: number, title: string, retryable: boolean]> &
  Record<DeclineCode | OperationDeclineCode, readonly [422, string, false]> &
  Record<Pain001Code, readonly [400 | 422, string, false]>;

/** The closed list of problem codes. */
export type ProblemCode = keyof typeof PROBLEMS;

/** One field of a request that is wrong. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A refusal on its way to the caller as a problem document (RFC 9457). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  /** Where the same can be had in another way: the path of a route. */
  readonly instead: string | undefined;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    more: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly instead?: string;
    } = {},
  ) {
    super(detail);
    this.instead = more.instead;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }

  get status() {
    return PROBLEMS[this.code][0];
  }

  /** Whether the same may be asked again as it is. */
  get retryable(): boolean {
    return PROBLEMS[this.code][2];
  }
}

/** The same key came with another request. */
export function keyReused(): Problem {
  return new Problem("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");
}

/** A refusal for good, as it was stored. */
export function declined(code: DeclineCode | OperationDeclineCode | undefined, replayed: boolean): Problem {
  const headers = replayed ? { "Idempotent-Replayed": "true" } : {};
  return new Problem(code ?? "internal_error", "The request was refused for good; nothing was moved.", { headers });
}

/** Every problem code, for the API's document. */
export const problemCodes: readonly ProblemCode[] = Object.keys(PROBLEMS).filter(isProblemCode);

/** The HTTP status of a code. */
export function statusOf(code: ProblemCode): number {
  return PROBLEMS[code][0];
}

/** Renders a problem as RFC 9457 asks, with the platform's own members. */
export function problemDocument(
  problem: Problem,
  at: { readonly instance: string; readonly requestId: string; readonly cell: string },
): Readonly<Record<string, unknown>> {
  const [status, title, retryable] = PROBLEMS[problem.code];
  return {
    type: `urn:payment-cells:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance: at.instance,
    code: problem.code,
    request_id: at.requestId,
    cell: at.cell,
    retryable,
    ...(problem.instead === undefined ? {} : { instead: problem.instead }),
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
