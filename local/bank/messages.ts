import { parseXml, XmlElement } from "@rgrove/parse-xml";
import type { Verdict } from "./behaviour.ts";

/** What the bank takes in of a credit transfer (pacs.008.001.08). */
export interface Transfer {
  readonly endToEndId: string;
  /** As it stands there: "12.50". */
  readonly amount: string;
  readonly currency: string;
  readonly creditorAccount: string;
}

/** Reads a credit transfer; undefined where it is none. */
export function readTransfer(xml: string): Transfer | undefined {
  const transaction = below(rootOf(xml), ["FIToFICstmrCdtTrf", "CdtTrfTxInf"]);
  const amount = below(transaction, ["IntrBkSttlmAmt"]);
  const endToEndId = below(transaction, ["PmtId", "EndToEndId"])?.text;
  const account = below(transaction, ["CdtrAcct", "Id"])?.text;
  const currency = amount?.attributes["Ccy"];
  if (amount === undefined || endToEndId === undefined || account === undefined || currency === undefined) {
    return undefined;
  }
  return { endToEndId, amount: amount.text, currency, creditorAccount: account };
}

const CODES: Readonly<Record<Verdict, string>> = {
  accepted: "ACCP",
  pending: "PDNG",
  settled: "ACSC",
  rejected: "RJCT",
};

/** One report about one payment (pacs.002.001.10). */
export interface Report {
  readonly id: string;
  readonly endToEndId: string;
  readonly verdict: Verdict | "unheard_of";
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Writes a report. */
export function writeReport({ id, endToEndId, verdict, reason, at }: Report): string {
  const status = verdict === "unheard_of" ? "WHAT" : CODES[verdict];
  const why = verdict === "rejected" ? `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>` : "";
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10"><FIToFIPmtStsRpt>' +
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${new Date(at).toISOString()}</CreDtTm></GrpHdr>` +
    `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>${status}</TxSts>${why}</TxInfAndSts>` +
    "</FIToFIPmtStsRpt></Document>\n"
  );
}

function rootOf(xml: string): XmlElement | undefined {
  try {
    const root = parseXml(xml).root ?? undefined;
    const isTransfer = root?.attributes["xmlns"] === "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";
    return isTransfer ? root : undefined;
  } catch {
    return undefined;
  }
}

function below(parent: XmlElement | undefined, path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (place, name) =>
      place?.children.find((node): node is XmlElement => node instanceof XmlElement && node.name === name),
    parent,
  );
}
