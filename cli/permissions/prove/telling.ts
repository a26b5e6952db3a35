import { randomUUID } from "node:crypto";
import { UserError } from "../../../local/core/errors.ts";
import { rootCaller } from "../../../local/aws/principals.ts";
import { get, post, until, type Ground } from "./ground.ts";
import { payingOut } from "./paying-out.ts";

const WAIT_MS = 20_000;
/** Senders look for endpoints every two seconds. */
const SEEN_MS = 2_500;

/** An endpoint hears of a payout, and of it again when its tenant asks; one that is gone hears of no more. */
export async function telling(ground: Ground, cell: string): Promise<void> {
  const host = `${randomUUID()}.example`;
  const id = await endpointAt(ground, cell, `https://${host}/hooks`);
  const gone = await endpointAt(ground, cell, `https://${host}/hooks/gone`);
  await ground.clock.sleep(SEEN_MS);
  const from = new Date(ground.clock.now()).toISOString();
  await payingOut(ground, cell);
  await arrived(ground, host, "/hooks", 1);
  await until(ground, `The end of an endpoint of ${cell}`, WAIT_MS, async () =>
    (await get(ground, cell, `/v1/webhook_endpoints/${gone}`))["status"] === "gone" ? true : undefined,
  );
  const to = new Date(ground.clock.now() + 1_000).toISOString();
  await post(ground, cell, { path: `/v1/webhook_endpoints/${id}/replay`, body: { from, to }, status: 202 });
  await arrived(ground, host, "/hooks", 2);
  await get(ground, cell, `/v1/webhook_endpoints/${id}/deliveries`);
  await sweep(ground, cell);
  for (const one of [id, gone]) await remove(ground, cell, one);
}

async function endpointAt(ground: Ground, cell: string, url: string): Promise<string> {
  const body = { url, events: ["payout.settled"] };
  return String((await post(ground, cell, { path: "/v1/webhook_endpoints", body, status: 201 }))["id"]);
}

async function arrived({ cloud, clock }: Ground, host: string, path: string, count: number): Promise<void> {
  await until({ clock }, `What ${host}${path} was to hear`, WAIT_MS, async () => {
    const reply = await fetch(`${cloud.awsUrl}/_local/webhooks?host=${host}`);
    // The form of the local cloud's answer.
    const { webhooks } = (await reply.json()) as { readonly webhooks: readonly { readonly path: string }[] };
    return webhooks.filter((one) => one.path === path).length >= count ? true : undefined;
  });
}

async function remove({ edge, tokens }: Ground, cell: string, id: string): Promise<void> {
  const path = `/v1/webhook_endpoints/${id}`;
  const { status } = await edge.send({ method: "DELETE", path, token: tokens.marketplace(cell) });
  if (status !== 200) throw new UserError(`DELETE ${path} was answered with ${status}.`);
}

/** What the schedule does every minute. */
async function sweep({ cloud }: Ground, cell: string): Promise<void> {
  const { cells, stage } = cloud.deployment;
  const region = cells.find(({ name }) => name === cell)?.region ?? "";
  const input = { FunctionName: `${stage}-${cell}-webhooks`, Payload: '{"sweep":true}' };
  const caller = rootCaller(cloud.cloud.accountId);
  const call = { service: "lambda", action: "Invoke", region, input, caller, requestId: "permissions" };
  const reply = await cloud.cloud.call(call);
  if (reply["FunctionError"] !== undefined) throw new UserError(`The sweep of ${cell} failed.`);
}
