/** A payment file (ISO 20022 pain.001.001.09) of amounts in cents to accounts of the platform. */
export function paymentFile(
  messageId: string,
  payments: readonly { readonly payee: string; readonly amount: number }[],
): string {
  const transactions = payments.map(
    ({ payee, amount }, index) =>
      `<CdtTrfTxInf><PmtId><EndToEndId>line-${index}</EndToEndId></PmtId>` +
      `<Amt><InstdAmt Ccy="EUR">${(amount / 100).toFixed(2)}</InstdAmt></Amt>` +
      `<CdtrAcct><Id><Othr><Id>${payee}</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>`,
  );
  return (
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>` +
    `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-22T16:28:32</CreDtTm>` +
    `<NbOfTxs>${payments.length}</NbOfTxs></GrpHdr>` +
    `<PmtInf><PmtInfId>all</PmtInfId>${transactions.join("")}</PmtInf></CstmrCdtTrfInitn></Document>`
  );
}
