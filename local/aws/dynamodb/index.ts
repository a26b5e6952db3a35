import type { Call, ServiceModel } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import type { Knobs } from "../../faults/knobs.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { batchGet, batchWrite } from "./batch.ts";
import { createRememberedTokens } from "./client-tokens.ts";
import { type Change, type Context, createContext } from "./context.ts";
import { createExpiry, deleteExpired } from "./expiry.ts";
import { createExpressions } from "./expressions/cache.ts";
import type { Input } from "./input.ts";
import { getItem, writeItem } from "./item-actions.ts";
import { type Meter, readMeter, recordTraffic, resetTraffic } from "./meter.ts";
import { query, scan } from "./query.ts";
import { createReplication, type ReplicationLag } from "./replication.ts";
import { dynamoDbInvokes, dynamoDbResources } from "./resources.ts";
import { appendRecord } from "./stream.ts";
import { streamAction } from "./stream-actions.ts";
import { createStreamBell, type StreamListener } from "../stream-bell.ts";
import { streamingAction } from "./streaming-actions.ts";
import { createStreaming, type StreamingDependencies } from "./streaming-destination.ts";
import { tableAction } from "./table-actions.ts";
import type { State } from "./table.ts";
import type { Item } from "./values.ts";
import { tableAccess } from "./table-access.ts";
import { transactGet, transactWrite } from "./transact.ts";

export type { Meter } from "./meter.ts";
export type { ReplicationLag } from "./replication.ts";

/** DynamoDB of all regions of one account: tables, items, streams, expiry and global tables. */
export interface DynamoDb {
  /** Both the table and the streams API; their action names do not collide. */
  readonly service: ServiceModel;
  readonly services: readonly ServiceModel[];
  readonly resources: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
  /** Calls `listener` soon after a stream got records; it then reads them with GetRecords. */
  onStreamRecords(streamArn: string, listener: StreamListener): Cancel;
  /** Calls `listener` inside of every request that changes an item, where it was asked for; not at its replicas. */
  onWrite(listener: (write: ItemWrite) => void): void;
  meter(): Meter;
  resetMeter(): void;
  replicationLag(): ReplicationLag;
}

/** A change of an item as a request made it. Images are shared with the tables: they are never changed. */
export interface ItemWrite {
  readonly table: string;
  readonly region: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What DynamoDB is made with. */
interface DynamoDbDependencies {
  readonly kernel: Kernel;
  readonly knobs: Pick<Knobs, "replication">;
  readonly accountId: string;
  /** What the use of a table's key is judged by; without it no key is asked. */
  readonly keys?: KeyUses;
  /** Takes changes to Kinesis; without it no table streams there. */
  readonly streaming?: StreamingDependencies;
  /** Where tables measure what they consume; without it they do not. */
  readonly metrics?: MetricSink;
}

/** An account without tables. */
export function createDynamoDb(deps: DynamoDbDependencies): DynamoDb {
  const { kernel, knobs, accountId, keys, streaming, metrics } = deps;
  const state: State = {
    accountId,
    tables: new Map(),
    streams: new Map(),
    expressions: createExpressions(),
    tokens: createRememberedTokens(),
    streaming: streaming?.intake,
  };
  const bell = createStreamBell(kernel);
  const carrier = streaming && createStreaming(kernel, streaming);
  const publish = (change: Change): void => {
    const { stream, settings, destinations } = change.table;
    if (stream?.isOpen === true) {
      appendRecord(stream, change, kernel.now());
      bell.ring(stream.arn);
    }
    for (const destination of destinations) if (destination.isActive) carrier?.send(change, destination);
    if (settings.ttlAttribute !== undefined && change.after !== undefined)
      expiry.consider(change.table, change.after.item);
  };
  const replication = createReplication(kernel, knobs.replication, publish);
  const listeners: ((write: ItemWrite) => void)[] = [];
  const settle = (context: Context): void => {
    for (const change of context.changes) {
      for (const listener of listeners) listener(writeOf(change));
      const { group } = change.table;
      // Strongly consistent replicas share their items, and each has its own stream of them.
      const tables = group?.consistency === "STRONG" ? group.replicas : [change.table];
      for (const table of tables) publish(table === change.table ? change : { ...change, table });
      replication.send(change);
    }
    for (const table of context.expiring) expiry.watch(table);
  };
  const run = <Result>(region: string, step: (context: Context) => Result): Result => {
    const context = createContext(state, region, kernel.now());
    try {
      return step(context);
    } finally {
      settle(context);
    }
  };
  const expiry = createExpiry(kernel, (table) => run(table.region, (context) => deleteExpired(context, table)));

  const service: ServiceModel = {
    name: "dynamodb",
    handle: (call) =>
      run(call.region, (context) => {
        try {
          // A reply is an object of AWS's field names; its members are what the action made them.
          return act(context, call) as Readonly<Record<string, unknown>>;
        } finally {
          recordTraffic(context, call.action, metrics);
        }
      }),
    authorizations: (call) => tableAccess(state, keys, call),
  };
  return {
    service,
    services: [service],
    resources: dynamoDbResources(run),
    invokes: dynamoDbInvokes(state),
    onStreamRecords: bell.listen,
    onWrite: (listener) => void listeners.push(listener),
    meter: () => readMeter(state),
    resetMeter: () => resetTraffic(state),
    replicationLag: () => replication.lag(),
  };
}

function writeOf({ table: { definition, region }, before, after }: Change): ItemWrite {
  return { table: definition.name, region, before: before?.item, after: after?.item };
}

function act(context: Context, { action, input }: Call): object {
  return (
    itemAction(context, action, input) ?? tableAction(context, action, input) ?? otherAction(context, action, input)
  );
}

function otherAction(context: Context, action: string, input: Input): object {
  const reply = streamAction(context, action, input) ?? streamingAction(context, action, input);
  if (reply === undefined) throw notImplemented(`the DynamoDB action ${action}`);
  return reply;
}

function itemAction(context: Context, action: string, input: Input): object | undefined {
  switch (action) {
    case "GetItem":
      return getItem(context, input);
    case "PutItem":
      return writeItem(context, "put", input);
    case "UpdateItem":
      return writeItem(context, "update", input);
    case "DeleteItem":
      return writeItem(context, "delete", input);
    case "Query":
      return query(context, input);
    case "Scan":
      return scan(context, input);
    case "BatchGetItem":
      return batchGet(context, input);
    case "BatchWriteItem":
      return batchWrite(context, input);
    case "TransactGetItems":
      return transactGet(context, input);
    case "TransactWriteItems":
      return transactWrite(context, input);
    default:
      return undefined;
  }
}
