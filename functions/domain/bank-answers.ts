/** A reason that a bank gives, as ISO 20022 lists them (ExternalStatusReason1Code), or `NARR` where it gives none. */
export type BankReason = string & { readonly [brand]: "BankReason" };

declare const brand: unique symbol;

/** Parses a reason: up to four capitals and digits; whatever else a bank writes is `NARR`, since it may be personal. */
export function parseBankReason(text: string | undefined): BankReason {
  // The brand is what this parser gives out.
  return (/^[A-Z0-9]{1,4}$/.test(text ?? "") ? text : "NARR") as BankReason;
}

/** Why nobody knows what a bank made of a message. */
export type UnknownReason =
  /** No answer in time; what was sent may have arrived. */
  | "timed_out"
  /** The connection failed; likewise. */
  | "unreachable"
  /** An HTTP status that says nothing about the payment. */
  | "status_unexpected"
  /** The signature is missing, wrong, too old or of another request. */
  | "signature_invalid"
  /** Not a pacs.002, too long, or not about this payment. */
  | "answer_malformed"
  /** A status that is not in the list. */
  | "status_unknown"
  /** The bank has nothing, but under which epoch that is said could not be read. */
  | "authority_unreadable"
  /** The connector itself broke off. */
  | "connector_failed";

/** All that a bank can be understood to say about a payment, asked or not. */
export type BankAnswer =
  /** Taken on; the end comes later. */
  | { readonly answer: "accepted" | "pending" }
  | { readonly answer: "settled" }
  | { readonly answer: "rejected"; readonly reason: BankReason }
  /** The bank says under its signature that it has never had it; read under this epoch. */
  | { readonly answer: "not_known"; readonly epoch: bigint }
  | { readonly answer: "unknown"; readonly reason: UnknownReason };

/** What came of asking the connector to send a payment. */
export type SendAnswer =
  | Exclude<BankAnswer, { readonly answer: "not_known" }>
  /** Nothing was sent: this cell is not known to be the owner of its home right now. */
  | { readonly answer: "withheld" }
  /** Nothing was sent: authority has changed hands since, so the bank has to be asked first. */
  | { readonly answer: "ask_first" };
