/** What all steps have in common. */
interface Sent {
  /** Milliseconds from the beginning of the load. */
  readonly at: number;
  readonly name: number;
  readonly sends: Sending;
  /** Asked first, at its own origin; undefined: whichever cell the edge chooses. */
  readonly asks?: string;
  /** Where and how much later a key is sent again; undefined: anywhere, soon or late. */
  readonly later?: { readonly asks: string; readonly afterMs: number };
  /** Another tenant asks for it, who has guessed the id. */
  readonly foreign: boolean;
  /** What its own chance begins with. */
  readonly chance: number;
}

/** A payment from one account to another, both by their places in the list of accounts. */
export interface PaymentStep extends Sent {
  readonly does: "pay";
  readonly source: number;
  readonly payee: number;
  /** Minor units. */
  readonly amount: number;
  readonly capture: "automatic" | "manual";
  /** When an authorization ends, seconds; undefined: long after the run. */
  readonly expiresIn: number | undefined;
  /** The tenant's own reference; the same one may stand on several payments. */
  readonly reference?: number;
}

/** Something done about a payment, which is named by its own step. */
export interface OperationStep extends Sent {
  readonly does: "capture" | "void" | "refund";
  readonly payment: number;
  /** Undefined: all that is left. */
  readonly amount: number | undefined;
  readonly final: boolean;
  /** It comes about when the hold ends. */
  readonly races: boolean;
}

/** An account is closed, if it is empty then. */
export interface ClosingStep extends Sent {
  readonly does: "close";
  readonly account: number;
}

/** A file of payments from one account. */
export interface BatchStep extends Sent {
  readonly does: "batch";
  readonly source: number;
  readonly lines: readonly { readonly payee: number; readonly amount: number }[];
}

/** Money that leaves an account for another bank. */
export interface PayoutStep extends Sent {
  readonly does: "payOut";
  readonly source: number;
  /** Minor units. */
  readonly amount: number;
  /** Chooses whom it pays. */
  readonly beneficiary: number;
}

/** One thing that a client does in a run, drawn before it begins: dropping one leaves the others as they were. */
export type Step = PaymentStep | OperationStep | ClosingStep | BatchStep | PayoutStep;

/**
 * How a request is sent: once and then again until it is answered; twice at once; to two cells at once; a second time
 * with another body; a second time much later; or given up after one attempt until everything is healed.
 */
export type Sending = "once" | "twiceAtOnce" | "twoCells" | "otherBody" | "again" | "givenUp";

/** A customer's account. */
export interface AccountPlan {
  readonly home: string;
  /** What it begins with, and what it may overdraw; minor units. */
  readonly funds: number;
  readonly overdraft: number;
  /** Zero: credits go to its balance. */
  readonly stripes: number;
  /** Whose client has it opened. */
  readonly owner: "shop-client" | "other-client";
}

/** Everything that clients do in a run. */
export interface Workload {
  readonly accounts: readonly AccountPlan[];
  readonly steps: readonly Step[];
  /** Milliseconds that the load lasts. */
  readonly lastsMs: number;
}
