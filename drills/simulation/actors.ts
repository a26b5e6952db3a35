import { createClient, type Attempt, type Wish } from "./client.ts";
import { sendStep } from "./send-step.ts";
import { idIn, nameOf, opening, wishOf } from "./wishes.ts";
import type { Step, Workload } from "./steps.ts";
import type { World } from "./world.ts";

/** The clients of a run at work. */
export interface Actors {
  /** Opens the accounts and funds them; before anything goes wrong. */
  open(): Promise<void>;
  /** Schedules every step of the workload. */
  begin(): void;
  /** Sends everything again that has no answer for good yet; all of it at once in a storm. */
  finish(storm: boolean): Promise<void>;
  /** Sends some of what was answered once more, and what is still open. */
  askAgain(): Promise<void>;
}

/** Attempts when all is well: everything has to be answered within so many. */
const LAST_TRIES = 25;
/** One key in so many is asked once more when all is over. */
const ASKED_AGAIN = 8;

/** Clients of a world that do what a workload says. */
export function createActors(world: World, workload: Workload): Actors {
  const { kernel, log } = world;
  let accounts: readonly string[] = [];
  const payments = new Map<number, string>();
  const answered = new Map<string, { readonly wish: Wish; readonly done: boolean }>();

  function note(step: Step, wish: Wish, { outcome, reply }: Attempt): void {
    const name = nameOf(wish);
    answered.set(name, { wish, done: answered.get(name)?.done === true || outcome === "ok" });
    if (step.does === "capture" && step.races && outcome === "ok") log.observe("expiryRace");
    if (step.does === "pay" && outcome === "ok" && reply?.payment !== undefined) payments.set(step.name, reply.payment);
  }

  async function perform(step: Step): Promise<void> {
    const wish = wishOf(step, workload, accounts, payments);
    if (wish !== undefined) await sendStep(step, wish, world, (attempt) => note(step, wish, attempt));
  }

  async function ask(which: (done: boolean, index: number) => boolean, storm: boolean): Promise<void> {
    const client = createClient(world, kernel.random);
    const asked = [...answered.values()].filter(({ done }, index) => which(done, index));
    await Promise.all(
      asked.map(async ({ wish }) => {
        // Spread out: hundreds at the same moment would only meet the limit of concurrency.
        if (storm) log.observe("retryStorm");
        else await new Promise<void>((resolve) => kernel.after(kernel.random() * 10 * asked.length, resolve));
        const { outcome } = await client.insist(wish, LAST_TRIES);
        if (outcome === "ok") answered.set(nameOf(wish), { wish, done: true });
      }),
    );
  }

  return {
    async open() {
      accounts = await openAccounts(world, workload);
    },
    begin() {
      for (const step of workload.steps) kernel.after(step.at, () => void perform(step));
    },
    finish: (storm) => ask((done) => !done, storm),
    askAgain: () => ask((done, index) => !done || index % ASKED_AGAIN === 0, false),
  };
}

/** Opens a settlement account in every cell, and the customers' accounts, funded from there. */
async function openAccounts(world: World, workload: Workload): Promise<readonly string[]> {
  const client = createClient(world, world.kernel.random);
  const opened = async (wish: Wish): Promise<string> => idIn(await client.insist(wish, LAST_TRIES));
  const settlements = new Map<string, string>();
  await Promise.all(
    world.cells.map(async ({ name }) => {
      settlements.set(name, await opened(opening("ops-client", name, "settlement", { kind: "settlement" })));
      if (world.rails !== undefined) await opened(opening("ops-client", name, "rails", { kind: "rails" }));
    }),
  );
  return Promise.all(
    workload.accounts.map(async ({ home, funds, overdraft, stripes, owner }, index) => {
      const settings = { overdraft_limit: overdraft, ...(stripes > 0 && { stripes }) };
      const account = await opened(opening(owner, home, `${index}`, settings));
      if (funds === 0) return account;
      const body = { payee: account, amount: funds, currency: "EUR" };
      const path = `/v1/accounts/${settlements.get(home)}/payments`;
      await client.insist({ client: "ops-client", path, key: `fund-${index}`, body }, LAST_TRIES);
      return account;
    }),
  );
}
