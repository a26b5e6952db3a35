import { randomUUID } from "node:crypto";
import { UserError } from "../../../local/core/errors.ts";
import { accountsOf, get, post, until, type Ground } from "./ground.ts";

/** A payment file that comes by an upload: a line to an account of ours and one to another bank. */
export async function uploading(ground: Ground, cell: string): Promise<void> {
  const { debtor, payee } = accountsOf(ground, cell);
  const path = `/v1/accounts/${debtor}/payment_uploads`;
  const upload = await post(ground, cell, { path, body: {}, status: 201 });
  const headers = { "if-none-match": "*" };
  const reply = await fetch(String(upload["upload_url"]), { method: "PUT", headers, body: fileFor(payee) });
  if (!reply.ok) throw new UserError(`A file of ${cell} was not taken: ${await reply.text()}`);
  const below = `${path}/${String(upload["id"])}`;
  await until(ground, `The end of a file of ${cell}`, 30_000, async () =>
    (await get(ground, cell, below))["state"] === "completed" ? true : undefined,
  );
  await get(ground, cell, `${below}/lines`);
}

function fileFor(payee: string): string {
  // The example of an IBAN of the registry (ISO 13616), whose bank exists nowhere.
  const creditors = [`<Othr><Id>${payee}</Id></Othr>`, "<IBAN>NL91ABNA0417164300</IBAN>"];
  const lines = creditors.map(
    (id, index) =>
      `<CdtTrfTxInf><PmtId><EndToEndId>line-${index}</EndToEndId></PmtId>` +
      `<Amt><InstdAmt Ccy="EUR">1.00</InstdAmt></Amt>` +
      `<Cdtr><Nm>Ana Example</Nm></Cdtr><CdtrAcct><Id>${id}</Id></CdtrAcct></CdtTrfTxInf>`,
  );
  return (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>' +
    `<GrpHdr><MsgId>${randomUUID().slice(0, 30)}</MsgId><CreDtTm>2026-11-22T16:28:32</CreDtTm>` +
    `<NbOfTxs>${lines.length}</NbOfTxs></GrpHdr>` +
    `<PmtInf><PmtInfId>all</PmtInfId>${lines.join("")}</PmtInf></CstmrCdtTrfInitn></Document>`
  );
}
