import { beforeEach, describe, expect, it } from "vitest";
import { holdKey, paymentKey, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { sweepPayouts } from "../../../../functions/payout-ledger/sweeping.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { encodeKeyedItem } from "../../../../functions/stores/item-codec.ts";
import { createLedger } from "../../../../functions/stores/ledger.ts";
import { EU, valueOf } from "../domain/world.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";
import { payoutWorld, type PayoutWorld } from "./world.ts";

const SWEEP_MS = 20_000;
const HOUR = 3_600_000;

let world: PayoutWorld;

beforeEach(async () => {
  world = await payoutWorld();
});

/** As many payouts as told, which have not ended and do not end: their ids. */
async function open(count: number): Promise<readonly string[]> {
  const first = await world.ask();
  const { ledger } = world.platform.cell("eu");
  const item = await ledger.get(paymentKey(EU, idOf(first)));
  if (item === undefined) throw new Error("a payout was taken");
  const { source } = paymentFrom(item);
  const hold = await ledger.get(holdKey(EU, source, idOf(first)));
  const put = (key: LedgerKey, item: Item) => {
    // What was read names its own key, too.
    const stored = encodeKeyedItem(key, { ...item, ...key });
    const { service } = world.platform.dynamoDb;
    return service.handle(world.call("PutItem", { TableName: "prod-ledger", Item: stored }));
  };
  const others = Array.from({ length: count - 1 }, (_, n) => `${first.slice(0, -8)}${String(n).padStart(8, "0")}`);
  for (const id of others) {
    await put(paymentKey(EU, idOf(id)), { ...item, id });
    await put(holdKey(EU, source, idOf(id)), { ...hold, payment: id });
  }
  // The list of what is due follows the table.
  await world.platform.kernel.advance(1_000);
  return [first, ...others];
}

const idOf = (id: string) => valueOf(parsePaymentId(id));

/** Sweeps of an environment each, an hour apart, in time that passes with the ledger's and the queue's calls alone. */
function sweeps(callMs: number) {
  let now = world.platform.kernel.now();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async () => {},
    deadline: systemClock().deadline,
  };
  const client = dynamoDbSeam(world.platform.dynamoDb.service, "eu-west-1", () => {
    now += callMs;
  });
  const handed: string[] = [];
  const payouts = {
    async send(images: readonly { readonly id?: { readonly S?: string } }[]) {
      now += callMs;
      handed.push(...images.map(({ id }) => id?.S ?? ""));
      return [];
    },
  };
  /** How long a sweep took, and how many payouts it says that it handed on. */
  async function sweep() {
    const started = now;
    const ledger = createLedger(client, "prod-ledger", clock, () => 0);
    const swept = await sweepPayouts({ cell: EU, ledger, payouts, clock });
    const took = now - started;
    now = started + HOUR;
    return { swept, took };
  }
  return { sweep, handed };
}

describe("a sweep of payouts", () => {
  it("hands all of them on, each once, where there is time for all", async () => {
    const ids = await open(250);
    const { sweep, handed } = sweeps(10);
    expect(await sweep()).toMatchObject({ swept: 250 });
    expect([...handed].sort()).toEqual([...ids].sort());
  });

  it("ends in time where there is not, and comes to all of them in a few hours", async () => {
    const ids = await open(400);
    const { sweep, handed } = sweeps(200);
    for (let hours = 0; hours < 11; hours += 1) {
      const { swept, took } = await sweep();
      expect(swept).toBeGreaterThan(80);
      expect(swept).toBeLessThan(100);
      // A batch that is begun in time is sent: ten payouts to read, side by side, and a call of the queue.
      expect(took).toBeLessThan(SWEEP_MS + 11 * 200);
    }
    expect(new Set(handed)).toEqual(new Set(ids));
  });
});
