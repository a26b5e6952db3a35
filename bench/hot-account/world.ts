import { createWorld, type World } from "../../drills/simulation/world.ts";
import { lightWebObjects } from "../../drills/simulation/web-objects.ts";
import { noFaults } from "../../local/faults/plan.ts";

/** What is offered to one payee, and of what it is taken. */
export interface HotLoad {
  /** How many stripes the payee is opened with; 0: none. */
  readonly stripes: number;
  readonly perSecond: number;
  /** Virtual seconds in which the burst is spent that every item starts with; they do not count. */
  readonly warmUpSeconds: number;
  /** Virtual seconds that count. */
  readonly seconds: number;
}

/** What came of it. */
export interface HotAccount {
  /** Payments answered with 201 in the seconds that count, for each of them. */
  readonly acceptedPerSecond: number;
  /** All payments answered with 201, warm-up and ending included. */
  readonly accepted: number;
  /** Those answered otherwise; none was left unanswered. */
  readonly refused: number;
  /** What the payee's balance says once its stripes were swept, minor units: each payment is of one. */
  readonly posted: number;
}

/** DynamoDB's limit (AWS: "DynamoDB burst and adaptive capacity"); a transaction takes two units for each item. */
const UNITS_PER_SECOND = 1_000;
/** Enough that no payer's own balance is what is hot. */
const PAYERS = 100;
/** Lambda's own limit of an account, unless it is raised. */
const ENVIRONMENTS = 1_000;
const STEP_MS = 100;
/** Two sweeps, and what they take. */
const SWEPT_MS = 90_000;
const LONGEST_MS = 600_000;

/**
 * Pays one account from many, by the production code of whole cells in virtual time, where every item takes DynamoDB's
 * 1,000 write units a second. Transactions that meet at one item are never refused for that alone, as DynamoDB would
 * some of them: which flatters the account without stripes. Throws where an answer is missing.
 */
export async function payHotAccount(load: HotLoad): Promise<HotAccount> {
  const objects = lightWebObjects();
  try {
    const faults = { ...noFaults, unitsPerSecond: UNITS_PER_SECOND };
    const world = await createWorld({ seed: 1, cells: 2, seam: "direct", faults });
    const [home] = world.cells;
    if (home === undefined) throw new Error("A platform has a cell.");
    home.functions.api.limit(ENVIRONMENTS);
    const client = clientOf(world, home.name);
    const payee = await through(world, client.open("payee", { stripes: load.stripes }));
    const payers = await through(world, openPayers(client));
    const answers = await through(world, offer(world, client, payers, payee, load));
    await world.advance(SWEPT_MS);
    return { ...countOf(answers, load), posted: await through(world, client.posted(payee)) };
  } finally {
    objects.restore();
  }
}

interface Client {
  open(key: string, settings: object): Promise<string>;
  pay(key: string, source: string, payee: string): Promise<number | undefined>;
  posted(account: string): Promise<number>;
}

function clientOf(world: World, home: string): Client {
  const authorization = `Bearer ${world.token(home, "shop-client")}`;
  const send = async (method: "GET" | "POST", path: string, key: string, body?: object) => {
    const headers = { authorization, "content-type": "application/json", "idempotency-key": key, "home-cell": home };
    const text = body === undefined ? undefined : JSON.stringify({ currency: "EUR", ...body });
    return (await world.request({ method, path, headers, body: text })).reply;
  };
  return {
    async open(key, settings) {
      const reply = await send("POST", "/v1/accounts", key, settings);
      const id = reply?.body?.["id"];
      if (reply?.status !== 201 || typeof id !== "string")
        throw new Error(`No account: ${JSON.stringify(reply?.body)}`);
      return id;
    },
    async pay(key, source, payee) {
      return (await send("POST", `/v1/accounts/${source}/payments`, key, { payee, amount: 1 }))?.status;
    },
    async posted(account) {
      const posted = (await send("GET", `/v1/accounts/${account}/balance`, ""))?.body?.["posted"];
      if (typeof posted !== "number") throw new Error("The payee's balance cannot be read.");
      return posted;
    },
  };
}

async function openPayers({ open }: Client): Promise<readonly string[]> {
  const payers: string[] = [];
  for (let payer = 0; payer < PAYERS; payer += 1) {
    payers.push(await open(`payer-${payer}`, { overdraft_limit: Number.MAX_SAFE_INTEGER }));
  }
  return payers;
}

/** One payment's answer, and the virtual milliseconds after the load began at which it came. */
interface Answer {
  readonly status: number;
  readonly at: number;
}

/** Pays at even distances, whatever came of earlier payments. */
async function offer(
  { kernel }: World,
  client: Client,
  payers: readonly string[],
  payee: string,
  { perSecond, warmUpSeconds, seconds }: HotLoad,
): Promise<readonly Answer[]> {
  const begun = kernel.now();
  const pay = async (index: number): Promise<Answer> => {
    await new Promise<void>((resolve) => void kernel.after((index * 1_000) / perSecond, resolve));
    const status = await client.pay(`payment-${index}`, payers[index % payers.length] ?? "", payee);
    if (status === undefined) throw new Error(`Payment ${index} was never answered.`);
    return { status, at: kernel.now() - begun };
  };
  const count = (warmUpSeconds + seconds) * perSecond;
  return Promise.all(Array.from({ length: count }, (_, index) => pay(index)));
}

function countOf(answers: readonly Answer[], { warmUpSeconds, seconds }: HotLoad): Omit<HotAccount, "posted"> {
  const accepted = answers.filter(({ status }) => status === 201);
  const from = warmUpSeconds * 1_000;
  const counting = accepted.filter(({ at }) => at >= from && at < from + seconds * 1_000);
  return {
    acceptedPerSecond: counting.length / seconds,
    accepted: accepted.length,
    refused: answers.length - accepted.length,
  };
}

/** Lets virtual time pass until the work is done. */
async function through<Value>(world: World, work: Promise<Value>): Promise<Value> {
  const state = { settled: false };
  const watched = work.finally(() => (state.settled = true));
  watched.catch(() => undefined);
  for (let passed = 0; !state.settled; passed += STEP_MS) {
    if (passed > LONGEST_MS) throw new Error("The load takes more than ten minutes of its own time.");
    await world.advance(STEP_MS);
    const [fault] = world.kernel.faults;
    if (fault !== undefined) throw fault;
  }
  return watched;
}
