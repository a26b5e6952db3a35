import { seededRandom } from "../../local/drivers/virtual-clock.ts";

/** One thing that a client does in a run, drawn before it begins: dropping one leaves the others as they were. */
export type Step =
  | {
      readonly does: "pay";
      readonly at: number;
      readonly name: number;
      /** Places in the list of accounts. */
      readonly source: number;
      readonly payee: number;
      readonly amount: number;
      readonly capture: "automatic" | "manual";
      /** When an authorization ends, seconds; undefined: long after the run. */
      readonly expiresIn: number | undefined;
      /** Another tenant asks for it, who has guessed the account's id. */
      readonly foreign: boolean;
      readonly sends: Sending;
      readonly chance: number;
    }
  | {
      readonly does: "capture" | "void" | "refund";
      readonly at: number;
      readonly name: number;
      /** The payment that it is about, by its name. */
      readonly payment: number;
      readonly amount: number | undefined;
      readonly final: boolean;
      /** It comes about when the hold ends. */
      readonly races: boolean;
      readonly sends: Sending;
      readonly chance: number;
    };

type Payment = Extract<Step, { readonly does: "pay" }>;

/**
 * How a request is sent: once and then again until it is answered; twice at once; to two cells at once; a second time
 * with another body; a second time much later; or given up after one attempt until everything is healed.
 */
export type Sending = "once" | "twiceAtOnce" | "twoCells" | "otherBody" | "again" | "givenUp";

/** Everything that clients and operators do in a run. */
export interface Workload {
  /** Customers' accounts by home, and what each begins with, minor units. */
  readonly accounts: readonly { readonly home: string; readonly funds: number; readonly overdraft: number }[];
  readonly steps: readonly Step[];
}

/** Milliseconds that the load lasts. */
export const LOAD_MS = 40_000;
const PAYMENTS = 200;
/** The shortest that an authorization may last, and until when one that ends within the run may begin. */
const SHORTEST_HOLD_MS = 60_000;
const RACES_BEFORE_MS = 6_000;
const ACCOUNTS_PER_HOME = 4;

/** Draws a workload of at least two hundred payments. */
export function drawWorkload(seed: number, cells: readonly string[]): Workload {
  const random = seededRandom(seed ^ 0x10ad);
  const upTo = (count: number): number => Math.floor(random() * count);
  const accounts = cells.flatMap((home) =>
    Array.from({ length: ACCOUNTS_PER_HOME }, () => ({
      home,
      funds: 500 + upTo(20_000),
      overdraft: random() < 0.2 ? upTo(1_000) : 0,
    })),
  );
  const racing = random() < 0.15;
  const payments = Array.from({ length: PAYMENTS }, (_, name) => drawPayment(name, cells.length, racing, random));
  const steps: Step[] = [...payments];
  for (const payment of payments) steps.push(...drawOperations(payment, PAYMENTS + steps.length, random));
  return { accounts, steps: steps.sort((one, other) => one.at - other.at) };
}

function drawPayment(name: number, homes: number, racing: boolean, random: () => number): Payment {
  const upTo = (count: number): number => Math.floor(random() * count);
  const at = upTo(LOAD_MS);
  const source = upTo(ACCOUNTS_PER_HOME * homes);
  const payee = drawPayee(source, homes, random);
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
    expiresIn: racing && manual && at < RACES_BEFORE_MS ? SHORTEST_HOLD_MS / 1000 : undefined,
    foreign: random() < 0.02,
    sends: drawSending(random),
    chance: upTo(2 ** 31),
  };
}

/** What is done about a payment later on: most are left alone, most authorizations are captured or given up. */
function drawOperations(payment: Payment, name: number, random: () => number): readonly Step[] {
  const upTo = (count: number): number => Math.floor(random() * count);
  const { at, amount, name: about, capture, expiresIn } = payment;
  const manual = capture === "manual";
  if (expiresIn !== undefined) {
    const moment = at + expiresIn * 1000 - 500 + upTo(3_000);
    const all = { amount: undefined, final: true, races: true, sends: "once", chance: upTo(2 ** 31) } as const;
    return [{ does: "capture", at: moment, name, payment: about, ...all }];
  }
  let then = at;
  return Array.from({ length: manual ? 1 + upTo(1.25) : upTo(1.15) }, (_, index): Step => {
    then += 200 + upTo(12_000);
    const does = manual && random() < 0.75 ? (random() < 0.7 ? "capture" : "void") : "refund";
    const part = random() < 0.5 ? undefined : 1 + upTo(amount);
    return {
      does,
      at: then,
      name: name + index,
      payment: about,
      amount: does === "void" ? undefined : part,
      final: does !== "capture" || random() < 0.6,
      races: false,
      sends: drawSending(random),
      chance: upTo(2 ** 31),
    };
  });
}

/** Two payments of three stay within a home; accounts are listed home by home. */
function drawPayee(source: number, homes: number, random: () => number): number {
  const among = random() < 0.65 ? ACCOUNTS_PER_HOME : ACCOUNTS_PER_HOME * homes;
  const from = among === ACCOUNTS_PER_HOME ? source - (source % ACCOUNTS_PER_HOME) : 0;
  const others = Array.from({ length: among }, (_, index) => from + index).filter((index) => index !== source);
  return others[Math.floor(random() * others.length)] ?? 0;
}

function drawSending(random: () => number): Sending {
  const drawn = random();
  if (drawn < 0.88) return "once";
  if (drawn < 0.905) return "twiceAtOnce";
  if (drawn < 0.93) return "twoCells";
  if (drawn < 0.945) return "otherBody";
  return drawn < 0.965 ? "again" : "givenUp";
}
