import type { HistoryEvent } from "../checkers/history-event.ts";
import type { Target } from "../targets/target.ts";
import { createFileLoad, type AskedFile } from "./file-load.ts";
import { createClient, patient, type Client, type Patience } from "./client.ts";

/** How much clients pay. */
export interface LoadPlan {
  /** Payments a second of each home's accounts. */
  readonly perSecond: number;
  /** Accounts of each home. */
  readonly accounts: number;
  /** The share of payments to a payee of another home. */
  readonly abroad: number;
  /** The share of payments whose clients forget the answer and ask again a while later, with the same key. */
  readonly again: number;
  /** Payouts a minute of each home's accounts. */
  readonly payoutsPerMinute: number;
  /** Payment files a minute that each home's tenants upload. */
  readonly filesPerMinute: number;
  readonly patience: Patience;
}

/** What a drill runs with unless it says otherwise. */
export const usualLoad: LoadPlan = {
  perSecond: 10,
  accounts: 24,
  abroad: 0.4,
  again: 0.03,
  payoutsPerMinute: 0,
  filesPerMinute: 0,
  patience: patient,
};

/** One payment that a client asked for; times in milliseconds of the target's clock. */
export interface AskedPayment {
  readonly key: string;
  readonly home: string;
  readonly account: string;
  readonly payee: string;
  readonly amount: number;
  readonly askedAt: number;
  answered?: {
    readonly at: number;
    readonly attempts: number;
    readonly status: number;
    readonly cell: string;
    /** The answer repeats an earlier one that got lost, maybe another cell's. */
    readonly replayed: boolean;
    /** The payment's id, where it was accepted. */
    readonly payment?: string;
  };
}

/** A payout that a client asked for. */
export interface AskedPayout {
  readonly home: string;
  readonly account: string;
  readonly amount: number;
  /** Milliseconds of the target's clock. */
  readonly askedAt: number;
  /** Its id, once it is taken. */
  payout?: string;
}

/** An attempt that was no answer for good. */
export interface RefusedAttempt {
  readonly at: number;
  readonly kind: string;
}

/** Clients that pay all the while. */
export interface Load {
  /** Opens the accounts and brings money into them. Throws where the platform refuses. */
  prepare(): Promise<void>;
  /** Begins to pay. */
  start(): void;
  /** Asks for nothing new any more, and waits for the answers that are out. */
  finish(): Promise<void>;
  /** How clients are to behave from now on. */
  behave(patience: Patience): void;
  readonly payments: readonly AskedPayment[];
  readonly payouts: readonly AskedPayout[];
  readonly files: readonly AskedFile[];
  readonly refusals: readonly RefusedAttempt[];
  readonly history: readonly HistoryEvent[];
}

/** Every currency figure of a drill is in this one. */
export const CURRENCY = "EUR";
/** What rich accounts get to begin with, and poor ones, whom nobody pays and whose money runs out. Minor units. */
const FUNDS = { rich: 10_000_000, poor: 15_000 };
/** One account in so many is poor. */
const POOR_EVERY = 4;
const AMOUNT_MAX = 2_000;
/** After how long at most a client asks again for what it has forgotten. Milliseconds. */
const FORGOTTEN_MS = 30_000;

/** Clients over a target, who pay by a seeded plan. */
export function createLoad(target: Target, plan: LoadPlan): Load {
  const { clock, random, cells, run } = target;
  const client = createClient(target);
  const accounts = new Map<string, readonly string[]>();
  const payments: AskedPayment[] = [];
  const payouts: AskedPayout[] = [];
  const fileLoad = createFileLoad(target, client);
  const refusals: RefusedAttempt[] = [];
  const open = new Set<Promise<void>>();
  const loops: Promise<void>[] = [];
  const state = { running: false, patience: plan.patience };
  const draw = createDrawing(target, plan, accounts);

  async function pay(home: string): Promise<void> {
    const payment = draw(home, payments.length);
    payments.push(payment);
    const asked = askedOf(payment);
    const onRefusal = (kind: string) => void refusals.push({ at: clock.now(), kind });
    const { answer, attempts } = await client.ask(asked, state.patience, onRefusal);
    if (answer === undefined) return;
    const { status, servedBy = "", replayed, body } = answer;
    const id = status === 201 && typeof body["id"] === "string" ? { payment: body["id"] } : {};
    payment.answered = { at: clock.now(), attempts, status, cell: servedBy, replayed, ...id };
    if (random() >= plan.again) return;
    await clock.sleep(random() * FORGOTTEN_MS);
    await client.ask(asked, state.patience, onRefusal);
  }

  async function payOut(home: string): Promise<void> {
    const payout = drawPayout(home, accounts.get(home) ?? [], target);
    const number = payouts.push(payout);
    const { answer } = await client.ask(payoutAsked(payout, `${run}-out-${number}`, number), state.patience);
    if (answer?.status === 201) payout.payout = String(answer.body["id"]);
  }

  function askAll(everyMs: number, ask: () => Promise<void>): void {
    const keep = (): void => {
      const kept = ask().finally(() => open.delete(kept));
      open.add(kept);
    };
    if (Number.isFinite(everyMs)) loops.push(askOn(target, everyMs, state, keep));
  }

  return {
    payments,
    payouts,
    files: fileLoad.files,
    refusals,
    history: client.history,
    async prepare() {
      for (const cell of cells) accounts.set(cell, await openAccounts(client, run, cell, plan));
      if (plan.filesPerMinute === 0) return;
      for (const cell of cells) fileLoad.payFrom(cell, await openFunded(client, run, cell, FILES), richIn(accounts));
    },
    start() {
      state.running = true;
      for (const cell of cells) {
        askAll(1_000 / plan.perSecond, () => pay(cell));
        askAll(60_000 / plan.payoutsPerMinute, () => payOut(cell));
        askAll(60_000 / plan.filesPerMinute, () => fileLoad.bring(cell, state.patience));
      }
    },
    async finish() {
      state.running = false;
      await Promise.all(loops);
      await Promise.all(open);
    },
    behave: (patience) => void (state.patience = patience),
  };
}

/** An open load, as much in every span: clients come whether or not those before them were answered. */
async function askOn(
  { clock, random }: Pick<Target, "clock" | "random">,
  everyMs: number,
  state: { readonly running: boolean },
  ask: () => void,
): Promise<void> {
  const began = clock.monotonic();
  for (let count = 0; state.running; count += 1) {
    const at = began + (count + random()) * everyMs;
    await clock.sleep(Math.max(0, at - clock.monotonic()));
    if (state.running) ask();
  }
}

/** Draws a payout of one of the accounts that have enough. */
function drawPayout(home: string, accounts: readonly string[], { clock, random }: Target): AskedPayout {
  const rich = accounts.filter((_, index) => !isPoor(index));
  return { home, account: pick(rich, random), amount: 1 + Math.floor(random() * AMOUNT_MAX), askedAt: clock.now() };
}

/** Draws the next payment of a home's accounts. */
function createDrawing(
  { cells, clock, random, run }: Target,
  { abroad }: LoadPlan,
  accounts: ReadonlyMap<string, readonly string[]>,
): (home: string, number: number) => AskedPayment {
  return (home, number) => {
    const others = cells.filter((cell) => cell !== home);
    const payeeHome = random() < abroad ? pick(others, random) : home;
    const account = pick(accounts.get(home) ?? [], random);
    const payees = (accounts.get(payeeHome) ?? []).filter((payee, index) => payee !== account && !isPoor(index));
    const amount = 1 + Math.floor(random() * AMOUNT_MAX);
    const key = `${run}-${home}-${number}`;
    return { key, home, account, payee: pick(payees, random), amount, askedAt: clock.now() };
  };
}

function askedOf({ key, home, account, payee, amount }: AskedPayment) {
  return {
    method: "POST",
    path: `/v1/accounts/${account}/payments`,
    as: "tenant",
    issuer: home,
    idempotencyKey: key,
    body: { payee, amount, currency: CURRENCY },
    amount,
    payee,
  } as const;
}

/** Whom payouts pay, by turns; the last one is on the list of those who may not be paid. */
const BENEFICIARIES = [
  { name: "Ana Núñez", iban: "NL91ABNA0417164300" },
  { name: "Marie Dupont", iban: "FR1420041010050500013M02606" },
  { name: "Ana Núñez", iban: "GB29NWBK60161331926819" },
  { name: "Viktor Beispielov", iban: "NL91ABNA0417164300" },
] as const;

function payoutAsked({ home, account, amount }: AskedPayout, key: string, number: number) {
  const beneficiary = BENEFICIARIES[number % BENEFICIARIES.length];
  return {
    method: "POST",
    path: `/v1/accounts/${account}/payouts`,
    as: "tenant",
    issuer: home,
    idempotencyKey: key,
    body: { amount, currency: CURRENCY, beneficiary },
    amount,
  } as const;
}

async function openAccounts(
  client: Client,
  run: string,
  cell: string,
  { accounts: number, payoutsPerMinute }: LoadPlan,
): Promise<readonly string[]> {
  const settlement = await openAccount(client, run, cell, "settlement");
  if (payoutsPerMinute > 0) await openAccount(client, run, cell, "rails");
  const names = Array.from({ length: number }, (_, index) => `account-${index}`);
  return Promise.all(
    names.map((name, index) => {
      const amount = isPoor(index) ? FUNDS.poor : FUNDS.rich;
      return openFunded(client, run, cell, { name, amount, settlement });
    }),
  );
}

/** The account of each home that pays nothing but files. */
const FILES = { name: "files", amount: FUNDS.rich } as const;

/** Opens an account and brings money into it; a settlement account that is not given is opened already. */
async function openFunded(
  client: Client,
  run: string,
  cell: string,
  given: { readonly name: string; readonly amount: number; readonly settlement?: string },
): Promise<string> {
  const { name, amount, settlement = await openAccount(client, run, cell, "settlement") } = given;
  const account = await openAccount(client, run, cell, name);
  await must(client, `${run}-funds-${cell}-${name}`, {
    path: `/v1/accounts/${settlement}/payments`,
    as: "platform",
    issuer: cell,
    body: { payee: account, amount, currency: CURRENCY },
    amount,
    payee: account,
  });
  return account;
}

function richIn(accounts: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...accounts.values()].flatMap((own) => own.filter((_, index) => !isPoor(index)));
}

function isPoor(index: number): boolean {
  return index % POOR_EVERY === 0;
}

async function openAccount(client: Client, run: string, cell: string, name: string): Promise<string> {
  const isSystem = name === "settlement" || name === "rails";
  const body = await must(client, `${run}-${cell}-${name}`, {
    path: "/v1/accounts",
    as: isSystem ? "platform" : "tenant",
    issuer: cell,
    homeCell: cell,
    body: { currency: CURRENCY, kind: isSystem ? name : "customer" },
  });
  return String(body["id"]);
}

async function must(
  client: Client,
  idempotencyKey: string,
  asked: Omit<Parameters<Client["ask"]>[0], "method" | "idempotencyKey">,
): Promise<Readonly<Record<string, unknown>>> {
  const { answer } = await client.ask({ method: "POST", idempotencyKey, ...asked }, patient);
  if (answer?.status === 201) return answer.body;
  const said = answer === undefined ? "no answer" : `${answer.status} ${JSON.stringify(answer.body)}`;
  throw new Error(`The drill's accounts cannot be set up, ${asked.path}: ${said}`);
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  const picked = values[Math.floor(random() * values.length)];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}
