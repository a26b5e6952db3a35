import { createApp, type Projector } from "../../../../functions/projector/app.ts";
import { createLedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { createGenerations, type GenerationStore } from "../../../../functions/stores/view-generations.ts";
import { createViewWriter, type ViewWriter } from "../../../../functions/stores/view-writer.ts";
import { createViewMarks, createViewQueries, createViews, type Views } from "../../../../functions/stores/views.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { decodeItem } from "../../../../functions/stores/item-codec.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { createDynamoDb, type DynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { accountId, callOf, register } from "../../local/aws/account.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";
import type { Platform } from "../platform/platform.ts";

const TABLE = "views";
const REGION = "eu-west-1";

/** A table of views with its stores. */
export interface ViewsWorld {
  readonly dynamoDb: DynamoDb;
  readonly clock: Clock;
  /** What the clock says instead of the kernel's, and what happens before a call; a test sets both. */
  readonly time: { now?: number; beforeCall?: (action: string) => Promise<unknown> | undefined };
  readonly writer: ViewWriter;
  /** One of views that are being rebuilt. */
  readonly unserved: ViewWriter;
  readonly views: Views;
  readonly generations: GenerationStore;
  /** DynamoDB's actions so far. */
  readonly calls: string[];
  /** A projector into this table that looks accounts up in a platform's replica in the EU. */
  projector(platform: Platform, logged?: string[]): Projector;
  /** Every row: "pk sk" with its item, sorted. */
  dump(): readonly (readonly [name: string, item: Item])[];
}

/** Makes an empty table of views. */
export async function createViewsWorld(seed = 1): Promise<ViewsWorld> {
  const kernel = createVirtualKernel(seed);
  const dynamoDb = createDynamoDb({ kernel, knobs: defaultKnobs(), accountId });
  const attributes = ["pk", "sk"].map((name) => ({ name, type: "S" }));
  const table = { name: TABLE, hashKey: "pk", rangeKey: "sk", billingMode: "PAY_PER_REQUEST", attributes };
  await register(dynamoDb.resources, "aws:dynamodb/table:Table", table, REGION);
  const calls: string[] = [];
  const seam = dynamoDbSeam(dynamoDb.service, REGION, (action) => calls.push(action));
  const time: ViewsWorld["time"] = {};
  const send = async (command: Parameters<typeof seam.send>[0]) => {
    await time.beforeCall?.(command.constructor.name.replace(/Command$/, ""));
    return seam.send(command);
  };
  // As the seam, with something before it.
  const client = { send } as unknown as typeof seam;
  const { deadline } = systemClock();
  const clock: Clock = { now: () => time.now ?? kernel.now(), monotonic: kernel.now, sleep: async () => {}, deadline };
  const writer = createViewWriter(client, TABLE, clock, kernel.random, { served: true });
  const generations = createGenerations(client, TABLE, clock, kernel.random);
  return {
    dynamoDb,
    clock,
    time,
    writer,
    unserved: createViewWriter(client, TABLE, clock, kernel.random, { served: false }),
    generations,
    calls,
    views: createViews(client, TABLE, generations, clock, kernel.random),
    projector(platform, logged = []) {
      const ledger = dynamoDbSeam(platform.dynamoDb.service, REGION);
      const stores = {
        writer,
        generations,
        rows: createViewQueries(client, TABLE, clock, kernel.random),
        marks: createViewMarks(client, TABLE, clock, kernel.random),
        ledger: createLedgerRows(ledger, "prod-ledger", clock, kernel.random),
        log: (...line: readonly unknown[]) => logged.push(JSON.stringify(line)),
      };
      return createApp(stores, clock);
    },
    dump() {
      const reply = dynamoDb.service.handle(callOf("dynamodb", "Scan", { TableName: TABLE }, { region: REGION }));
      if (reply instanceof Promise) throw new Error("the model answers at once");
      const items = reply["Items"] as readonly Parameters<typeof decodeItem>[0][];
      const rows = items.map((stored) => {
        const { pk, sk, ...item } = decodeItem(stored);
        return [`${textOf(pk)} ${textOf(sk)}`, item] as const;
      });
      return rows.toSorted(([one], [other]) => (one < other ? -1 : 1));
    },
  };
}

function textOf(value: Item[string] | undefined): string {
  if (typeof value !== "string") throw new Error("a row's key is text");
  return value;
}
