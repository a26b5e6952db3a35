import type { MoneyRefusal } from "../../domain/money.ts";
import type { XmlCode, XmlRefusal } from "../../iso20022/xml-refusal.ts";

/** Why a payment file is refused as a whole; a closed list. */
export type Pain001Code =
  | XmlCode
  | "unsupported_schema"
  | "amount_not_instructed"
  | "count_mismatch"
  | "control_sum_mismatch"
  | MoneyRefusal;

/** The refusal of a payment file. */
export interface Pain001Refusal extends XmlRefusal<Pain001Code> {
  /** The transaction's place in the whole file, counted from 0. */
  readonly index?: number;
}
