import type { MoneyRefusal } from "../../domain/money.ts";

/** Why a payment file is refused as a whole; a closed list. */
export type Pain001Code =
  | "malformed_xml"
  | "document_type_refused"
  | "unsupported_schema"
  | "element_missing"
  | "element_repeated"
  | "value_malformed"
  | "amount_not_instructed"
  | "count_mismatch"
  | "control_sum_mismatch"
  | MoneyRefusal;

/** The refusal of a payment file. Its sentence quotes nothing personal: names, remittance and accounts stay out. */
export interface Pain001Refusal {
  readonly code: Pain001Code;
  /** A sentence for people. */
  readonly message: string;
  /** Where in the file: "PmtInf[2]/CdtTrfTxInf[1]/Amt/InstdAmt", counted from 1 as XPath does. */
  readonly path?: string;
  /** The transaction's place in the whole file, counted from 0. */
  readonly index?: number;
  /** Line and column of malformed XML, counted from 1. */
  readonly position?: { readonly line: number; readonly column: number };
}
