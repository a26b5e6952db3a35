import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../functions/stores/clock.ts";
import { decodeHomes } from "../functions/stores/lease-codec.ts";
import { decodeItem } from "../functions/stores/item-codec.ts";
import type { Item } from "../functions/domain/ledger-write.ts";
import type { HomeAuthority } from "../functions/domain/lease.ts";
import { UserError } from "../local/core/errors.ts";
import type { Aws } from "./aws.ts";
import type { CellPlace, Deployment } from "./deployment.ts";

const READY_MS = 60_000;
const POLL_MS = 50;

/** An item of a cell's control table; undefined when there is none. */
async function controlItem(
  aws: Pick<Aws, "dynamodb">,
  deployment: Deployment,
  cell: CellPlace,
  pk: string,
): Promise<Item | undefined> {
  const input = { TableName: deployment.controlTable(cell.name), Key: { pk: { S: pk } }, ConsistentRead: true };
  const { Item } = await aws.dynamodb(cell.region).send(new GetItemCommand(input));
  return Item === undefined ? undefined : decodeItem(Item);
}

/** Who a cell's lease says owns the homes, and when its keeper sent the read; undefined while it has none. */
export async function readHomes(
  aws: Pick<Aws, "dynamodb">,
  deployment: Deployment,
  cell: CellPlace,
): Promise<{ readonly homes: Readonly<Record<string, HomeAuthority>>; readonly sent: number } | undefined> {
  const lease = await controlItem(aws, deployment, cell, "lease");
  return lease === undefined ? undefined : { homes: decodeHomes(lease["homes"]), sent: Number(lease["sent"]) };
}

/**
 * Waits until every cell can take payments of these clients: it has a lease that lists every home, every issuer's keys,
 * and the clients. Throws `UserError` after a minute.
 */
export async function untilReady(
  aws: Aws,
  deployment: Deployment,
  clients: readonly { readonly cell: string; readonly clientId: string }[],
  clock: Clock,
): Promise<void> {
  const wanted = [
    ...deployment.cells.map(({ name }) => `issuer#${name}`),
    ...clients.map(({ cell, clientId }) => `client#${cell}#${clientId}`),
  ];
  await Promise.all(deployment.cells.map((cell) => cellReady(aws, deployment, cell, wanted, clock)));
}

async function cellReady(aws: Aws, deployment: Deployment, cell: CellPlace, wanted: readonly string[], clock: Clock) {
  const started = clock.monotonic();
  const missing = new Set(wanted);
  for (;;) {
    const homes = (await readHomes(aws, deployment, cell))?.homes;
    for (const pk of missing) {
      if ((await controlItem(aws, deployment, cell, pk)) === undefined) break;
      missing.delete(pk);
    }
    const leased = homes !== undefined && deployment.cells.every(({ name }) => homes[name] !== undefined);
    if (leased && missing.size === 0) return;
    if (clock.monotonic() - started > READY_MS) {
      const lacking = leased ? [...missing].join(", ") : "lease that lists every cell";
      throw new UserError(
        `Cell ${cell.name} still has no ${lacking}: is its lease keeper running? See \`npx cells status\`.`,
      );
    }
    await clock.sleep(POLL_MS);
  }
}
