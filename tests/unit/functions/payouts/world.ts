import { createApp as createConnector } from "../../../../functions/bank-connector/app.ts";
import { hearBank } from "../../../../functions/bank-connector/call-backs.ts";
import { parseEnv } from "../../../../functions/bank-connector/env.ts";
import { createSagaDriver, firstSaga, type Turn } from "../../../../functions/bank-connector/saga.ts";
import type { LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import type { PayoutEnd } from "../../../../functions/domain/payouts.ts";
import { SANCTIONS_KEY } from "../../../../functions/domain/vault-keys.ts";
import { tracedConnector } from "../../../../functions/bank-connector/traced-connector.ts";
import { formatTraceHeader, parseTraceparent } from "../../../../functions/domain/traces.ts";
import { createApp as createBooks, type PayoutLedger } from "../../../../functions/payout-ledger/app.ts";
import { createApp as createRelay } from "../../../../functions/relay/app.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { createControl } from "../../../../functions/stores/control.ts";
import { createDataKeys } from "../../../../functions/stores/data-keys.ts";
import { createLedger } from "../../../../functions/stores/ledger.ts";
import { traceparentOf } from "../../../../functions/stores/inbox-queue.ts";
import type { Executions } from "../../../../functions/stores/executions.ts";
import { encodeKeyedItem } from "../../../../functions/stores/item-codec.ts";
import { payoutIn, type PayoutImage } from "../../../../functions/stores/payout-image.ts";
import { tracedLedger } from "../../../../functions/stores/traced-ledger.ts";
import type { Told } from "../../../../functions/stores/webhook-queues.ts";
import { createScreenings } from "../../../../functions/stores/screenings.ts";
import { createVault } from "../../../../functions/stores/vault.ts";
import { payoutsDefinition } from "../../../../infra/plan/payouts.ts";
import { defaultBehaviour } from "../../../../local/bank/behaviour.ts";
import { createVoice } from "../../../../local/bank/voice.ts";
import { createBank } from "../../../../local/bank/bank.ts";
import { AwsError } from "../../../../local/core/errors.ts";
import type { Call } from "../../../../local/core/call.ts";
import type { Properties } from "../../../../local/core/resource.ts";
import { createStreamCursor } from "../../../../drills/simulation/stream-cursor.ts";
import { callOf } from "../../local/aws/account.ts";
import { createWorld, type World } from "../../local/aws/stepfunctions/harness.ts";
import { ENV, KEY, secretOf } from "../bank-connector/world.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, VAULT_KEY, vaultTable, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam, kmsSeam } from "../platform/sdk-seam.ts";
import { EU } from "../domain/world.ts";

const REGION = "eu-west-1";

/** What the machine sends its functions. */
type Payload = Turn & {
  readonly listen?: { readonly payout: PayoutImage; readonly token: string };
  readonly end?: PayoutEnd;
};

/** A payout's way from the API to its end, all of its functions over the local models, in virtual time. */
export interface PayoutWorld {
  readonly platform: Platform;
  readonly states: World;
  readonly books: PayoutLedger;
  /** What functions asked of AWS, in order: "connector TransactWriteItems". */
  readonly calls: string[];
  /** Alarms and warnings of the saga. */
  readonly logged: string[];
  /** What happens to the connector when it is done, and to the ledger's function before it begins; nothing. */
  broken: { connectorAfter?: () => void; ledger?: () => void };
  /** What the bank was answered when it called back. */
  readonly receipts: number[];
  /** What the relay handed on for tenants to hear of. */
  readonly told: Told[];
  authority: HomeAuthority;
  /** Asks for a payout of the funded account: its id. */
  ask(more?: object, key?: string, traceparent?: string): Promise<string>;
  /** Hands the ledger's stream on, and starts what it begins: how many payouts. */
  relay(): Promise<number>;
  behave(knobs: object): Promise<void>;
  /** What the bank has. */
  payments(): Promise<readonly { readonly received: number }[]>;
  /** A payout as its tenant reads it. */
  read(id: string): Promise<Readonly<Record<string, unknown>>>;
  figures(): Promise<readonly unknown[]>;
  execution(name: string): Promise<Properties>;
  vaultKeys(): readonly string[];
  vaultItems(): readonly Readonly<Record<string, { readonly S?: string; readonly N?: string }>>[];
  putInVault(key: LedgerKey, item: Item): Promise<void>;
  /** Calls back as the bank would. */
  pushReport(endToEndId: string, verdict: "settled" | "rejected"): Promise<void>;
  /** The stream forgets what it had. */
  forget(): void;
  /** A call of DynamoDB by the account's root. */
  call(action: string, input: Properties): Call;
  start(image: PayoutImage): Promise<void>;
  /** Lets time pass, and everything happen that is due: bodies of requests take turns of their own. */
  pass(ms: number): Promise<void>;
}

/** Makes such a world with 100.00 EUR on an account of eu. */
export async function payoutWorld(): Promise<PayoutWorld> {
  const platform = await createPlatform();
  const ops = apiClient(platform, { client_id: "ops-client" });
  const account = await funded(platform, "eu", 10_000);
  await ops.open("eu", { kind: "rails" });
  const calls: string[] = [];
  const logged: string[] = [];
  const receipts: number[] = [];
  const log = (...line: readonly unknown[]) => void logged.push(JSON.stringify(line));
  const heard = (who: string) => (action: string) => void calls.push(`${who} ${action}`);
  const cursor = createStreamCursor(platform.dynamoDb, REGION, "prod-ledger");
  platform.cell("eu").calls.length = 0;

  const { segments } = platform.cell("eu");
  const traces = {
    record: (region: string, document: string) => void platform.recorded.push({ region, document }),
  };
  const states = createWorld(invoked, { traces });
  /** Where in a trace the invocation at hand belongs. */
  let place: string | undefined;
  const railClock: Clock = {
    now: () => states.kernel.now(),
    monotonic: () => states.kernel.now(),
    sleep: async () => {},
    deadline: () => new AbortController().signal,
  };
  // The money's side stands still meanwhile, with the lease that it has.
  const homeClock: Clock = { ...railClock, now: platform.kernel.now, monotonic: platform.kernel.now };
  const hear = async (request: Request) => {
    const message = {
      method: request.method,
      path: new URL(request.url).pathname,
      header: (name: string) => request.headers.get(name),
      body: await request.text(),
    };
    const status = await hearBank(message, { connector, vault, executions, segments });
    receipts.push(status);
    return new Response(null, { status });
  };
  const bank = createBank({ kernel: states.kernel, keys: [KEY], fetch: hear });

  const own = dynamoDbSeam(platform.dynamoDb.service, REGION, heard("connector"));
  const keys = createDataKeys(kmsSeam(platform.kms.service, REGION, heard("connector")), VAULT_KEY, homeClock);
  const vault = createVault(own, vaultTable("eu"), keys, railClock, platform.kernel.random);
  const screenings = createScreenings(own, vaultTable("eu"), keys, railClock, platform.kernel.random);
  const authority = {
    async read() {
      calls.push("connector GetItem");
      return { revision: 1n, sent: railClock.now(), homes: { eu: world.authority }, directoryRevision: 1n };
    },
  };
  const stores = { authority, secret: async () => secretOf(KEY), fetch: (request: Request) => bank.fetch(request) };
  const untraced = createConnector(parseEnv(ENV), stores, railClock);
  const connector = tracedConnector(untraced, "https://rail.bank.example/v1", { segments, place: () => place });
  const driver = createSagaDriver({ connector, screenings, vault, log });

  const money = dynamoDbSeam(platform.dynamoDb.service, REGION, heard("ledger"));
  const control = createControl(money, "prod-eu-control", homeClock);
  const queue: PayoutImage[] = [];
  const payouts = {
    async send(images: readonly PayoutImage[]) {
      calls.push("relay SendMessageBatch");
      queue.push(...images);
      return [];
    },
  };
  const untold = createLedger(money, "prod-ledger", homeClock, platform.kernel.random);
  const ledger = tracedLedger(untold, "prod-ledger", segments);
  const books = createBooks({ cell: EU }, { ledger, control, payouts }, homeClock);
  const never = { send: () => Promise.reject(new Error("nothing is due elsewhere")) };
  const relayEnv = { cell: EU, inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" };
  const told = {
    async send(all: readonly Told[]) {
      world.told.push(...all);
      return [];
    },
  };
  const relay = createRelay(relayEnv, { inbox: never, payouts, told }, segments);

  const machine = await states.machine(payoutsDefinition({ connector: "connector", ledger: "ledger" }), {
    tracingConfiguration: { enabled: true },
  });
  const executions: Executions = {
    async start(name, input, traceparent) {
      calls.push("connector StartExecution");
      const at = parseTraceparent(traceparent);
      const more = at === undefined ? {} : { traceHeader: formatTraceHeader(at) };
      await states
        .api("StartExecution", { stateMachineArn: machine, name, input: JSON.stringify(input) }, more)
        .catch(only("ExecutionAlreadyExists"));
    },
    async wake(taskToken, output) {
      const sent = states.api("SendTaskSuccess", { taskToken, output: JSON.stringify(output) });
      return sent.then(() => true).catch(only("TaskTimedOut"));
    },
  };

  /** What the machine's functions answer. */
  async function invoked(call: Call): Promise<unknown> {
    calls.push(`machine ${call.action} ${String(call.input["FunctionName"])}`);
    // The machine sends JSON objects alone.
    const payload = JSON.parse(String(call.input["Payload"])) as Payload;
    ({ traceparent: place } = traceparentOf(call.traceHeader));
    try {
      return {
        StatusCode: 200,
        Payload: JSON.stringify((await work(String(call.input["FunctionName"]), payload)) ?? null),
      };
    } catch (fault) {
      if (!(fault instanceof Error)) throw fault;
      const told = { errorType: fault.name, errorMessage: fault.message };
      return { StatusCode: 200, FunctionError: "Unhandled", Payload: JSON.stringify(told) };
    }
  }

  async function work(name: string, payload: Payload): Promise<unknown> {
    if (name === "ledger" && payload.end !== undefined) {
      world.broken.ledger?.();
      return books.record(payoutIn(payload.payout), payload.end, place);
    }
    const { listen } = payload;
    if (listen !== undefined) return vault.noteToken(payoutIn(listen.payout).id, listen.token);
    const course = await driver.turn(payload);
    world.broken.connectorAfter?.();
    return course;
  }

  const client = apiClient(platform);
  const world: PayoutWorld = {
    platform,
    states,
    books,
    calls,
    logged,
    receipts,
    told: [],
    broken: {},
    authority: { owner: EU, epoch: 1n, mode: "normal" },
    async ask(more = {}, key = "payout-1", traceparent) {
      const body = { amount: 4_000, currency: "EUR", beneficiary: { name: "Ana Núñez", iban: IBAN }, ...more };
      const traced = traceparent === undefined ? {} : { traceparent };
      const { status, body: answer } = await client.post(`/v1/accounts/${account}/payouts`, body, { key, ...traced });
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(answer)}`);
      return String(answer["id"]);
    },
    async relay() {
      await relay.handOn(cursor.next());
      const begun = queue.splice(0);
      for (const image of begun) await world.start(image);
      return begun.length;
    },
    async start(image) {
      const payout = payoutIn(image);
      await executions.start(payout.id, { payout: image, saga: firstSaga(payout) }, payout.traceparent);
    },
    async pass(ms) {
      const turns = async () => {
        for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      };
      for (let past = 0; past < ms; past += ms / 10) {
        await turns();
        await states.kernel.advance(ms / 10);
      }
      await turns();
    },
    async behave(knobs) {
      await bank.fetch(new Request("http://bank/_bank/behaviour", { method: "PUT", body: JSON.stringify(knobs) }));
    },
    payments: async () => JSON.parse(await (await bank.fetch(new Request("http://bank/_bank/payments"))).text()),
    read: async (id) => (await client.get(`/v1/payouts/${id}`)).body,
    figures: () => client.figures(account),
    execution: (name) =>
      states.api("DescribeExecution", { executionArn: machine.replace(":stateMachine:", ":execution:") + `:${name}` }),
    vaultItems() {
      const reply = platform.dynamoDb.service.handle(callOf("dynamodb", "Scan", { TableName: vaultTable("eu") }));
      if (reply instanceof Promise) throw new Error("DynamoDB does not answer at once.");
      // A scan answers with a list of items.
      return reply["Items"] as ReturnType<PayoutWorld["vaultItems"]>;
    },
    vaultKeys: () =>
      world
        .vaultItems()
        .map(({ pk, sk }) => `${pk?.S} ${sk?.S}`)
        .sort(),
    putInVault: (key, item) => putInVault(platform, key, item),
    async pushReport(endToEndId, verdict) {
      const behaviour = { ...defaultBehaviour, callBackUrl: "http://127.0.0.1:1/rails/eu" };
      const voice = createVoice(states.kernel, hear, () => ({ behaviour, keys: [KEY], draw: () => false }));
      await voice.push(endToEndId, verdict);
    },
    forget: () => void cursor.next(),
    call: (action, input) => callOf("dynamodb", action, input),
  };
  await putInVault(platform, SANCTIONS_KEY, { list: JSON.stringify(LIST) });
  return world;
}

const IBAN = "NL91 ABNA 0417 1643 00";
const LIST = { version: "test-1", parties: [{ id: "T.1", names: ["Viktor Beispielov"], ibanPrefixes: [] }] };

async function putInVault(platform: Platform, key: LedgerKey, item: Item): Promise<void> {
  const input = { TableName: vaultTable("eu"), Item: encodeKeyedItem(key, item) };
  await platform.dynamoDb.service.handle(callOf("dynamodb", "PutItem", input));
}

function only(code: string): (fault: unknown) => false {
  return (fault) => {
    if (fault instanceof AwsError && fault.code === code) return false;
    throw fault;
  };
}
