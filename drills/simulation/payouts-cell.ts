import { createApp as createConnector, type CallBack } from "../../functions/bank-connector/app.ts";
import { hearBank, type Receipt } from "../../functions/bank-connector/call-backs.ts";
import { parseEnv, type Env } from "../../functions/bank-connector/env.ts";
import { createSagaDriver, type Course, type Turn } from "../../functions/bank-connector/saga.ts";
import { startPayouts, type PayoutMessage } from "../../functions/bank-connector/starting.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { PayoutEnd } from "../../functions/domain/payouts.ts";
import { createApp as createBooks, type PayoutLedger } from "../../functions/payout-ledger/app.ts";
import { createAuthorityTable } from "../../functions/stores/authority.ts";
import { createSecretReader } from "../../functions/stores/bank-secret.ts";
import { createControl } from "../../functions/stores/control.ts";
import { createDataKeys } from "../../functions/stores/data-keys.ts";
import { createExecutions } from "../../functions/stores/executions.ts";
import { createPayoutQueue } from "../../functions/stores/inbox-queue.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import type { Log } from "../../functions/stores/log.ts";
import { payoutIn, type PayoutImage } from "../../functions/stores/payout-image.ts";
import { createScreenings } from "../../functions/stores/screenings.ts";
import { createVault } from "../../functions/stores/vault.ts";
import { authorityClients, payoutsQueueUrl } from "./cell.ts";
import type { Container } from "./containers.ts";
import { createEnvironments, type Environments, type Invocation } from "./environments.ts";
import { functionName, machineArn } from "./executions.ts";
import type { SimulationParts } from "./parts.ts";
import type { Consumer } from "./queue.ts";
import { bankSecret, type Rails } from "./rails.ts";
import { AUTHORITY_REGIONS, AUTHORITY_TABLE, controlTable, LEDGER_TABLE, VAULT_KEY, vaultTable } from "./tables.ts";

/** The production apps of a cell's payouts, each in environments of its own. */
export interface PayoutFunctions {
  readonly connector: Environments<ConnectorFunction>;
  readonly books: Environments<PayoutLedger>;
}

/** What the connector's one function does, by what wakes it. */
interface ConnectorFunction {
  turn(turn: Turn): Promise<Course>;
  listen(payout: PayoutImage, token: string): Promise<void>;
  start(messages: readonly PayoutMessage[]): Promise<ReadonlySet<string>>;
  hear(message: CallBack): Promise<Receipt>;
}

/** What the machine sends its functions. */
type Payload = Turn & {
  readonly listen?: { readonly payout: PayoutImage; readonly token: string };
  readonly end?: PayoutEnd;
};

/** As the program sets it, milliseconds. */
const TIMEOUT_MS = 30_000;

/** The functions of a cell's payouts, with its queue, its machine and its bank before them. */
export function createPayoutFunctions(cell: CellName, region: string, parts: SimulationParts, rails: Rails) {
  const environments = <App>(role: string, create: (container: Container) => App): Environments<App> =>
    createEnvironments({
      kernel: parts.kernel,
      log: parts.log,
      most: parts.pace.payoutEnvironments,
      timeoutMs: TIMEOUT_MS,
      start: () => parts.startContainer(cell, region, role),
      create,
    });
  const functions: PayoutFunctions = {
    connector: environments("bank-connector", (container) => connectorOf(container, cell, parts, rails)),
    books: environments("payout-ledger", (container) => booksOf(container, cell, parts)),
  };
  attach(functions, cell, region, parts, rails);
  return functions;
}

function attach(
  { connector, books }: PayoutFunctions,
  cell: CellName,
  region: string,
  { queues, weather, kernel, log, pace }: SimulationParts,
  rails: Rails,
): void {
  const start: Consumer = async (batch) => {
    if (weather.isLost(region)) return "all";
    const invocation = await connector.invoke((app) => app.start(batch));
    return invocation.end === "done" ? invocation.value : "all";
  };
  queues.attach(payoutsQueueUrl(cell), start, pace.patientQueues);
  rails.attach(cell, async (message) => {
    if (weather.isLost(region)) return undefined;
    const invocation = await connector.invoke(({ hear }) => hear(message));
    return invocation.end === "done" ? invocation.value : 502;
  });
  rails.machines.attach(functionName(cell, "bank-connector"), async (payload) => {
    // The machine's own definition sends these fields.
    const { listen, ...turn } = payload as Payload;
    if (listen !== undefined) return connector.invoke((app) => app.listen(listen.payout, listen.token));
    const invocation = await connector.invoke((app) => app.turn(turn));
    if (isUnknown(turn, invocation)) log.observe("outcomeUnknown");
    if (isWithheld(invocation)) log.observe("payoutStranded");
    return invocation;
  });
  rails.machines.attach(functionName(cell, "payout-ledger"), (payload) => {
    // As above.
    const { payout, end } = payload as Required<Pick<Payload, "payout" | "end">>;
    const { id } = payoutIn(payout);
    if (end.end === "rejected" && kernel.random() < rails.unbookableShare) rails.unbookable.add(id);
    const fault = new Error("The table of the ledger refuses this item.");
    if (end.end === "rejected" && rails.unbookable.has(id)) return Promise.resolve({ end: "threw", fault });
    return books.invoke(({ record }) => record(payoutIn(payout), end));
  });
}

/** Whether nobody knows, after a turn, what a bank has made of a payout that was sent in it. */
function isUnknown({ saga: before }: Turn, invocation: Invocation<Course>): boolean {
  if (before.step !== "submitting" || before.idle) return false;
  return invocation.end !== "done" || (invocation.value.saga.step === "asking" && invocation.value.saga.idle);
}

/** Whether a payout was not sent, since its cell is not known to be its home's owner. */
function isWithheld(invocation: Invocation<Course>): boolean {
  return invocation.end === "done" && invocation.value.saga.step === "submitting" && invocation.value.saga.idle;
}

function connectorOf(container: Container, cell: CellName, parts: SimulationParts, rails: Rails): ConnectorFunction {
  const { clock, random, region } = container;
  const env = connectorEnv(cell, region);
  const [clients, own] = [parts.clients(container), parts.payoutClients(container)];
  const client = clients.dynamoDb(region);
  const keys = createDataKeys(clients.keyManagement(), env.vaultKey, clock);
  const vault = createVault(client, env.vaultTable, keys, clock, random);
  const screenings = createScreenings(client, env.vaultTable, keys, clock, random);
  const executions = createExecutions(own.states(region), env.payoutsMachine, clock);
  const authority = createAuthorityTable(authorityClients(clients), env.authorityTable, clock);
  const secret = createSecretReader(own.secrets(region), env.bankSecret, clock);
  const stores = { authority, secret, fetch: rails.bankOf(cell).reach(container) };
  const connector = createConnector(env, stores, clock);
  const log: Log = (_, message, fields) => {
    const fails = message === "a payout needs somebody" && fields?.["why"] === "compensation_fails";
    if (fails) parts.log.observe("compensationFails");
  };
  const driver = createSagaDriver({ connector, screenings, vault, log });
  return {
    turn: driver.turn,
    listen: (payout, token) => vault.noteToken(payoutIn(payout).id, token),
    start: (messages) => startPayouts(messages, { executions, log }),
    hear: (message) => hearBank(message, { connector, vault, executions }),
  };
}

function connectorEnv(cell: CellName, region: string): Env {
  return parseEnv({
    CELL: cell,
    AUTHORITY_TABLE,
    AUTHORITY_REGIONS: AUTHORITY_REGIONS.join(","),
    VAULT_TABLE: vaultTable(cell),
    VAULT_KEY,
    PAYOUTS_MACHINE: machineArn({ cell, region }),
    BANK_KEYS: bankSecret(cell),
    BANK_URL: "https://rail.bank.simulated",
    ORDERING_NAME: "Payment Cells Safeguarding",
    ORDERING_IBAN: "DE89370400440532013000",
    ORDERING_BIC: "COBADEFF",
  });
}

function booksOf(container: Container, cell: CellName, parts: SimulationParts): PayoutLedger {
  const { clock, random, region } = container;
  const clients = parts.clients(container);
  const client = clients.dynamoDb(region);
  const stores = {
    ledger: createLedger(client, LEDGER_TABLE, clock, random),
    control: createControl(client, controlTable(cell), clock),
    payouts: createPayoutQueue(clients.sqs(region), payoutsQueueUrl(cell), clock),
  };
  return createBooks({ cell }, stores, clock);
}
