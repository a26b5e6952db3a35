import { systemAccountId, parseCellName } from "../../../functions/domain/ids.ts";
import { rootCaller } from "../../../local/aws/principals.ts";
import { UserError } from "../../../local/core/errors.ts";
import { accountsOf, get, post, until, type Ground } from "./ground.ts";

/** The example of an IBAN of the registry (ISO 13616), whose bank exists nowhere. */
const beneficiary = { name: "Ana Example", iban: "NL91ABNA0417164300" };

/** A payout that the bank settles at once. */
export async function payingOut(ground: Ground, cell: string): Promise<void> {
  await behave(ground, { first: "settled", callBackUrl: null });
  await ended(ground, cell, await payOut(ground, cell), "settled");
}

/** Payouts that a bank takes on, finds wanting and calls back about; and one that waits to be swept meanwhile. */
export async function hearingBanks(ground: Ground, cell: string): Promise<void> {
  const name = parseCellName(cell);
  if (!name.ok) throw new UserError(`${cell} is no cell's name.`);
  const callBackUrl = `${ground.cloud.edgeUrl}/rails/${systemAccountId(name.value, "rails", "EUR")}`;
  await behave(ground, { first: "accepted", end: "rejected", endAfterMs: 3_000, callBackUrl });
  const id = await payOut(ground, cell);
  await sweep(ground, cell);
  await ended(ground, cell, id, "rejected");
}

async function payOut(ground: Ground, cell: string): Promise<string> {
  const { debtor } = accountsOf(ground, cell);
  const body = { amount: 100, currency: "EUR", beneficiary };
  return String((await post(ground, cell, { path: `/v1/accounts/${debtor}/payouts`, body, status: 201 }))["id"]);
}

function ended(ground: Ground, cell: string, id: string, state: string): Promise<unknown> {
  return until(ground, `The end of a payout of ${cell}`, 20_000, async () =>
    (await get(ground, cell, `/v1/payouts/${id}`))["state"] === state ? true : undefined,
  );
}

/** What the schedule does once an hour. */
async function sweep({ cloud }: Ground, cell: string): Promise<void> {
  const { cells, stage } = cloud.deployment;
  const region = cells.find(({ name }) => name === cell)?.region ?? "";
  const input = { FunctionName: `${stage}-${cell}-payout-ledger`, Payload: '{"sweep":true}' };
  const caller = rootCaller(cloud.cloud.accountId);
  const reply = await cloud.cloud.call({
    service: "lambda",
    action: "Invoke",
    region,
    input,
    caller,
    requestId: "permissions",
  });
  if (reply["FunctionError"] !== undefined) throw new UserError(`The sweep of ${cell} failed.`);
}

async function behave({ cloud }: Ground, knobs: object): Promise<void> {
  const url = `${cloud.awsUrl}/_aws/outside/bank/v1/_bank/behaviour`;
  const reply = await fetch(url, { method: "PUT", body: JSON.stringify(knobs) });
  if (!reply.ok) throw new UserError(`The bank does not behave as told: ${await reply.text()}`);
}
