import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { drawOperations } from "./draw-operations.ts";
import { drawSending, upToOf, type Random } from "./drawing.ts";
import type { AccountPlan, PaymentStep, Step, Workload } from "./steps.ts";

/** Milliseconds that the load lasts, unless a scenario needs longer. */
export const LOAD_MS = 40_000;
/** Of each home; those that are closed while they are paid come after all of these. */
export const ACCOUNTS_PER_HOME = 4;
const PAYMENTS = 200;
/** The shortest that an authorization may last, and until when one that ends within the run may begin. */
const SHORTEST_HOLD_MS = 60_000;
const RACES_BEFORE_MS = 6_000;

/** What a whole run is about: drawn first, so that runs differ more from one another than their parts do. */
interface Habits {
  /** Whether authorizations end within the run. */
  readonly racing: boolean;
  /** How many payments are operated on more than once. */
  readonly busyShare: number;
  /** Whether one account of each home is striped, the last one another tenant's, and one more closed under way. */
  readonly striped: boolean;
  readonly mixed: boolean;
  readonly closing: boolean;
  readonly referenceShare: number;
  readonly batches: number;
}

/** Draws a workload of at least two hundred payments. */
export function drawWorkload(seed: number, cells: readonly string[], lastsMs = LOAD_MS): Workload {
  const random = seededRandom(seed ^ 0x10ad);
  const habits: Habits = {
    racing: random() < 0.15,
    busyShare: random() < 0.5 ? 0.33 : 0.05,
    striped: random() < 0.3,
    mixed: random() < 0.4,
    closing: random() < 0.35,
    referenceShare: random() < 0.3 ? 0.15 : 0,
    batches: random() < 0.25 ? 4 : 0,
  };
  const accounts = cells.flatMap((home) => drawAccounts(home, habits, random));
  const steps: Step[] = Array.from({ length: PAYMENTS }, (_, name) =>
    drawPayment(name, cells.length, lastsMs, habits, random),
  );
  const named = (made: readonly Step[]): void => {
    for (const step of made) steps.push({ ...step, name: steps.length });
  };
  for (const step of steps.slice()) {
    if (step.does === "pay") named(drawOperations(step, random() < habits.busyShare, random));
  }
  for (let count = 0; count < habits.batches; count += 1) named([drawBatch(cells.length, lastsMs, random)]);
  const leaving = habits.closing ? cells.map((home) => ({ ...EMPTY, home })) : [];
  leaving.forEach((_, index) => named(drawLeaving(accounts.length + index, accounts.length, random)));
  return { accounts: [...accounts, ...leaving], steps: steps.sort((one, other) => one.at - other.at), lastsMs };
}

const EMPTY = { funds: 0, overdraft: 0, stripes: 0, owner: "shop-client" } as const;

function drawAccounts(home: string, { striped, mixed }: Habits, random: Random): readonly AccountPlan[] {
  const upTo = upToOf(random);
  return Array.from({ length: ACCOUNTS_PER_HOME }, (_, index) => {
    const last = index === ACCOUNTS_PER_HOME - 1;
    // Who has little spends what it is paid, and cannot give it back.
    const poor = last && random() < 0.5;
    return {
      home,
      funds: poor ? 1 + upTo(300) : 500 + upTo(20_000),
      overdraft: random() < 0.2 ? upTo(1_000) : 0,
      stripes: striped && index === 2 ? 2 + upTo(3) : 0,
      owner: mixed && last ? "other-client" : "shop-client",
    };
  });
}

function drawPayment(name: number, homes: number, lastsMs: number, habits: Habits, random: Random): PaymentStep {
  const upTo = upToOf(random);
  const at = upTo(lastsMs);
  const source = upTo(ACCOUNTS_PER_HOME * homes);
  const payee = drawPayee(source, homes, habits.striped, random);
  const manual = random() < 0.2;
  const amount = random() < 0.05 ? 5_000 + upTo(20_000) : 1 + upTo(400);
  return {
    does: "pay",
    at,
    name,
    source,
    payee,
    amount,
    capture: manual ? "manual" : "automatic",
    expiresIn: habits.racing && manual && at < RACES_BEFORE_MS ? SHORTEST_HOLD_MS / 1000 : undefined,
    foreign: random() < 0.02,
    sends: drawSending(random),
    chance: upTo(2 ** 31),
    ...(random() < habits.referenceShare && { reference: upTo(12) }),
  };
}

/** Two payments of three stay within a home; accounts are listed home by home. */
function drawPayee(source: number, homes: number, striped: boolean, random: Random): number {
  const among = random() < 0.65 ? ACCOUNTS_PER_HOME : ACCOUNTS_PER_HOME * homes;
  const from = among === ACCOUNTS_PER_HOME ? source - (source % ACCOUNTS_PER_HOME) : 0;
  const others = Array.from({ length: among }, (_, index) => from + index).filter((index) => index !== source);
  const wanted = striped && random() < 0.4 ? others.filter((index) => index % ACCOUNTS_PER_HOME === 2) : others;
  const payees = wanted.length > 0 ? wanted : others;
  return payees[Math.floor(random() * payees.length)] ?? 0;
}

function drawBatch(homes: number, lastsMs: number, random: Random): Step {
  const upTo = upToOf(random);
  const source = upTo(ACCOUNTS_PER_HOME * homes);
  const lines = Array.from({ length: 2 + upTo(4) }, () => ({
    payee: drawPayee(source, homes, false, random),
    amount: 1 + upTo(300),
  }));
  const at = upTo(lastsMs);
  return {
    does: "batch",
    at,
    name: 0,
    source,
    lines,
    sends: drawSending(random),
    foreign: false,
    chance: upTo(2 ** 31),
  };
}

/** An account that is closed while payments to it are on their way. */
function drawLeaving(account: number, others: number, random: Random): readonly Step[] {
  const upTo = upToOf(random);
  const closesAt = 4_000 + upTo(30_000);
  const sent = () => ({ name: 0, sends: drawSending(random), foreign: false, chance: upTo(2 ** 31) }) as const;
  const payments = Array.from({ length: 4 + upTo(4) }, (): PaymentStep => ({
    ...sent(),
    does: "pay",
    at: closesAt - 150 + upTo(4_000),
    source: upTo(others),
    payee: account,
    amount: 1 + upTo(400),
    capture: random() < 0.2 ? "manual" : "automatic",
    expiresIn: undefined,
  }));
  return [{ ...sent(), does: "close", at: closesAt, account }, ...payments];
}
