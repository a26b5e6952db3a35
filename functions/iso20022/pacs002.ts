import { parseBankReason, type BankReason } from "../domain/bank-answers.ts";
import { ok, refuse, type Result } from "../domain/result.ts";
import { all } from "./results.ts";
import { optionalChild, readRoot, requiredChild, requiredText, textOf, type Place } from "./xml-reader.ts";
import type { XmlCode, XmlRefusal } from "./xml-refusal.ts";

/** What a bank says of one payment (ISO 20022 pacs.002.001.10). */
export interface StatusReport {
  /** `OrgnlEndToEndId`. */
  readonly endToEndId: string;
  readonly status: ReportedStatus;
}

/** A payment's status as far as it is understood. */
export type ReportedStatus =
  | { readonly is: "accepted" | "pending" | "settled" }
  | { readonly is: "rejected"; readonly reason: BankReason }
  /** Another code: it says nothing. */
  | { readonly is: "unknown" };

/** Why a report was refused. */
export type StatusReportRefusal = XmlRefusal<XmlCode | "unsupported_schema">;

/** The only version of the message that is read. */
const PACS_002_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10";

/** ISO 20022 ExternalPaymentTransactionStatus1Code, those that say where a credit transfer stands. */
const STATUSES: Readonly<Record<string, "accepted" | "pending" | "settled">> = {
  ACCP: "accepted",
  ACTC: "accepted",
  ACSP: "accepted",
  PDNG: "pending",
  ACSC: "settled",
  ACCC: "settled",
};

const ID = [/^.{1,35}$/su, "1 to 35 characters"] as const;
const STATUS = [/^.{1,4}$/su, "1 to 4 characters"] as const;

/** Reads a report about exactly one payment; one about several, or about a group alone, is refused. */
export function parsePacs002(xml: string): Result<StatusReport, StatusReportRefusal> {
  const root = readRoot(xml);
  if (!root.ok) return root;
  if (root.value.namespace !== PACS_002_NAMESPACE) {
    return refuse({ code: "unsupported_schema", message: `The report is no ${PACS_002_NAMESPACE}.` });
  }
  const transaction = requiredChild(root.value, "FIToFIPmtStsRpt", "TxInfAndSts");
  if (!transaction.ok) return transaction;
  const read = all({
    endToEndId: requiredText(transaction.value, "OrgnlEndToEndId", ...ID),
    status: requiredText(transaction.value, "TxSts", ...STATUS),
    reason: readReason(transaction.value),
  });
  if (!read.ok) return read;
  const { endToEndId, status, reason } = read.value;
  return ok({ endToEndId, status: understood(status, reason) });
}

function understood(status: string, reason: string | undefined): ReportedStatus {
  if (status === "RJCT") return { is: "rejected", reason: parseBankReason(reason) };
  const is = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  return { is: is ?? "unknown" };
}

/** The code of the only reason; a bank's own words and several reasons count as none. */
function readReason(transaction: Place): Result<string | undefined, XmlRefusal> {
  const information = optionalChild(transaction, "StsRsnInf");
  if (!information.ok || information.value === undefined) return ok(undefined);
  const reason = optionalChild(information.value, "Rsn");
  if (!reason.ok) return reason;
  const code = reason.value === undefined ? ok(undefined) : optionalChild(reason.value, "Cd");
  return code.ok ? ok(code.value && textOf(code.value)) : code;
}
