import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { createClient, type Attempt, type Wish } from "./client.ts";
import type { Step } from "./steps.ts";
import type { World } from "./world.ts";

/** Attempts while things go wrong. */
const TRIES = 3;
/** How much later a key is sent again, and to another cell; milliseconds at most. */
const AGAIN_MS = 20_000;
const BESIDE_MS = 200;

/** Sends a step's wish in the step's own way; `note` hears of every answer. */
export async function sendStep(step: Step, wish: Wish, world: World, note: (attempt: Attempt) => void): Promise<void> {
  const { kernel, log, cells } = world;
  const random = seededRandom(step.chance);
  const client = createClient(world, random);
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => kernel.after(ms, resolve));
  const elsewhere = cells[Math.floor(random() * cells.length)]?.name;
  const insist = async (cell = step.asks): Promise<void> => note(await client.insist(wish, TRIES, cell));
  switch (step.sends) {
    case "once":
      return insist();
    case "givenUp":
      return note(await client.attempt(wish, step.asks));
    case "twiceAtOnce":
      log.observe("concurrentKey");
      await Promise.all([insist(), insist()]);
      return;
    case "twoCells":
      log.observe("keyToBothCells");
      await Promise.all([insist(), sleep(random() * BESIDE_MS).then(() => insist(elsewhere))]);
      return;
    case "again":
      await insist();
      await sleep(step.later?.afterMs ?? random() * AGAIN_MS);
      log.observe("lateRetry");
      return insist(step.later?.asks ?? elsewhere);
    case "otherBody": {
      await insist();
      log.observe("otherBody");
      const other = { ...wish, body: { ...wish.body, amount: 1 + Math.floor(random() * 50) } };
      if (step.later === undefined) await client.attempt(other, random() < 0.5 ? elsewhere : undefined);
      else {
        await sleep(step.later.afterMs);
        await client.insist(other, TRIES, step.later.asks);
      }
      return;
    }
  }
}
