/** Why a document is refused as XML, or as to its form; a closed list. */
export type XmlCode =
  | "malformed_xml"
  | "document_type_refused"
  | "element_missing"
  | "element_repeated"
  | "value_malformed";

/** The refusal of a document. Its sentence quotes nothing personal: names, remittance and accounts stay out. */
export interface XmlRefusal<Code extends string = XmlCode> {
  readonly code: Code;
  /** A sentence for people. */
  readonly message: string;
  /** Where in the file: "PmtInf[2]/CdtTrfTxInf[1]/Amt/InstdAmt", counted from 1 as XPath does. */
  readonly path?: string;
  /** Line and column of malformed XML, counted from 1. */
  readonly position?: { readonly line: number; readonly column: number };
}
