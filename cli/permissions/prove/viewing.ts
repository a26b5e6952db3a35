import { accountsOf, get, post, until, type Ground } from "./ground.ts";

/** The API uses for a second what it has read of which views serve. */
const COPY_OVER_MS = 1_200;

/** Payments to a payee whom the projector has not met, as the cell's own views show them soon after. */
export async function viewing(ground: Ground, cell: string): Promise<void> {
  const { debtor } = accountsOf(ground, cell);
  const away = ground.cloud.deployment.cells.find(({ name }) => name !== cell)?.name ?? cell;
  const { id: payee } = await post(ground, cell, { path: "/v1/accounts", body: { currency: "EUR" }, status: 201 });
  const body = { payee, amount: 100, currency: "EUR" };
  const { id } = await post(ground, cell, { path: `/v1/accounts/${debtor}/payments`, body, status: 201 });
  const of = `/v1/accounts/${String(payee)}`;
  const far = `/v1/accounts/${accountsOf(ground, away).debtor}/payments`;
  // Who paid that stands in the payment alone.
  const { id: crossed } = await post(ground, away, { path: far, body, status: 201 });
  await until(ground, `The entries of payments in the views of ${cell}`, 20_000, async () => {
    const entries = JSON.stringify(await get(ground, cell, `${of}/entries`));
    return entries.includes(String(id)) && entries.includes(String(crossed)) ? true : undefined;
  });
  await ground.clock.sleep(COPY_OVER_MS);
  await get(ground, cell, `${of}/statements/${new Date(ground.clock.now()).toISOString().slice(0, 7)}`);
  await until(ground, `A payment in a listing of ${cell}`, 20_000, async () =>
    JSON.stringify(await get(ground, cell, `/v1/payments?account=${String(payee)}`)).includes(String(id))
      ? true
      : undefined,
  );
  await get(ground, cell, "/v1/events");
}
