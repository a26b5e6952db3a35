import { eventIdAt } from "../../functions/domain/events.ts";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import { homeOf } from "../../functions/domain/ids.ts";
import { endpointFrom, type Endpoint, type SealedSecret } from "../../functions/domain/webhook-endpoints.ts";
import { decodeItem, decodeKeyedItem, encodeKey } from "../../functions/stores/item-codec.ts";
import type { DataKeys } from "../../functions/stores/data-keys.ts";
import { open } from "../../functions/stores/envelope.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type {
  EndpointVersion,
  GoneNote,
  HappenedEvent,
  SeenAttempt,
  SeenDelivery,
} from "../checkers/webhooks/webhook-run.ts";
import { keyIn, textIn, type Image } from "./images.ts";
import { deliveriesTable, LEDGER_TABLE } from "./tables.ts";
import type { Place } from "./weather.ts";

/** What is seen of webhooks in the tables, as it comes. */
export interface WebhookWatch {
  /** When cells have to look at deliveries that wait, by the clocks of whoever wrote that (milliseconds). */
  due(): readonly { readonly cell: string; readonly at: number }[];
  /** Whether a cell has the version of an endpoint that was written last. */
  knows(cell: string, endpoint: string): boolean;
  /** The number of the version that was written last; zero before the first. */
  versionOf(endpoint: string): number;
  seen(): Promise<Seen>;
}

/** What the checkers look at of it. */
export interface Seen {
  readonly events: readonly HappenedEvent[];
  readonly endpoints: readonly EndpointVersion[];
  readonly gone: readonly GoneNote[];
  readonly deliveries: readonly SeenDelivery[];
}

/** What watching needs. */
export interface WatchOptions {
  readonly kernel: VirtualKernel;
  readonly dynamoDb: Pick<DynamoDb, "onWrite" | "service">;
  readonly keys: Pick<DataKeys, "open">;
  readonly places: readonly Place[];
}

/** So often it is looked whether something has come to a region. */
const LOOK_MS = 200;
const caller = { kind: "root", arn: "", accountId: "" } as const;

/** Watches from now on. */
export function watchWebhooks({ kernel, dynamoDb, keys, places }: WatchOptions): WebhookWatch {
  const events: HappenedEvent[] = [];
  const versions: (Omit<EndpointVersion, "secret" | "before" | "earlier"> & { readonly endpoint: Endpoint })[] = [];
  const gone: GoneNote[] = [];
  const deliveries = new Map<string, Kept>();
  const cells = new Map(places.map(({ cell }) => [deliveriesTable(cell), cell]));

  const spreading = createSpreading({ kernel, dynamoDb, places });

  function ofLedger(key: LedgerKey, image: Image): void {
    const [home = "", kind] = key.pk.split("#", 2);
    const at = kernel.now();
    if (kind === "event") events.push({ id: eventIdAt(key), home, at, item: decodeItem(image) });
    if (!key.sk.startsWith("endpoint#")) return;
    if (kind === "hooks") {
      const endpoint = endpointFrom(decodeItem(image));
      const { id, tenant, url, events: types, status } = endpoint;
      const [round, version] = [Number(endpoint.round), Number(endpoint.version)];
      const seen = spreading(key, "version", version);
      versions.push({ id, tenant, url, events: types, status, round, version, at, seen, endpoint });
    }
    if (kind === "gone") {
      const round = Number(image["round"]?.N ?? 0);
      const endpoint = key.sk.slice("endpoint#".length);
      gone.push({ endpoint, round, at, seen: spreading(key, "round", round) });
    }
  }

  dynamoDb.onWrite(({ table, after }) => {
    // The model holds items in the wire's form.
    const image = after as Image | undefined;
    if (image === undefined) return;
    const key = keyIn(image);
    if (table === LEDGER_TABLE) return ofLedger(key, image);
    const cell = cells.get(table);
    if (cell === undefined || !key.sk.startsWith("delivery#")) return;
    const name = `${cell} ${key.pk} ${key.sk}`;
    const isOver = textIn(image, "state") !== "waiting";
    const endedAt = deliveries.get(name)?.endedAt ?? (isOver ? kernel.now() : undefined);
    deliveries.set(name, { cell, image, endedAt });
  });

  const latest = (endpoint: string) => versions.findLast(({ id }) => id === endpoint);
  return {
    due: () =>
      [...deliveries.values()].flatMap(({ cell, image, endedAt }) =>
        endedAt === undefined ? [{ cell, at: Date.parse(textIn(image, "dueAt")) }] : [],
      ),
    knows: (cell, endpoint) => latest(endpoint)?.seen.has(cell) ?? false,
    versionOf: (endpoint) => latest(endpoint)?.version ?? 0,
    async seen() {
      const opened = await Promise.all(versions.map((version) => withSecrets(version, keys)));
      return { events, endpoints: opened, gone, deliveries: [...deliveries.values()].map(deliveryIn) };
    },
  };
}

type Spreading = (key: LedgerKey, field: string, least: number) => ReadonlyMap<string, number>;

/** Notes when each cell has an item in which a figure is as high as that. */
function createSpreading({ kernel, dynamoDb, places }: Omit<WatchOptions, "keys">): Spreading {
  const read = (region: string, key: LedgerKey): Image | undefined => {
    const input = { TableName: LEDGER_TABLE, Key: encodeKey(key), ConsistentRead: true };
    const call = { service: "dynamodb", action: "GetItem", region, input, caller, requestId: "" };
    const reply = dynamoDb.service.handle(call);
    // GetItem answers with the item, if there is one; the model does so at once.
    return (reply as { readonly Item?: Image }).Item;
  };
  return (key, field, least) => {
    const seen = new Map<string, number>();
    const look = (): void => {
      for (const { cell, region } of places) {
        if (seen.has(cell) || Number(read(region, key)?.[field]?.N ?? "-1") < least) continue;
        seen.set(cell, kernel.now());
      }
      if (seen.size < places.length) kernel.after(LOOK_MS, look);
    };
    // Inside of the write nothing can be read yet.
    kernel.after(0, look);
    return seen;
  };
}

interface Kept {
  readonly cell: string;
  readonly image: Image;
  readonly endedAt: number | undefined;
}

async function withSecrets(
  { endpoint, ...version }: Omit<EndpointVersion, "secret" | "before" | "earlier"> & { readonly endpoint: Endpoint },
  keys: Pick<DataKeys, "open">,
): Promise<EndpointVersion> {
  const { id, secret, before, earlier } = endpoint;
  const opened = async ({ key, box }: SealedSecret): Promise<string> =>
    open(box, await keys.open(key, id), `webhook secret of ${id} at home in ${homeOf(id)}`);
  return {
    ...version,
    secret: secret && (await opened(secret)),
    before: before && { secret: await opened(before), until: Number(before.until) },
    earlier: earlier && { secret: await opened(earlier), until: Number(earlier.until) },
  };
}

function deliveryIn({ cell, image, endedAt }: Kept): SeenDelivery {
  const { item } = decodeKeyedItem(image);
  // Written by the store of deliveries, a list of items with the very fields of an attempt.
  const attempts = item["attempts"] as unknown as readonly Readonly<Record<keyof SeenAttempt, bigint | string>>[];
  return {
    cell,
    endpoint: textIn(image, "endpoint"),
    event: textIn(image, "event"),
    state: textIn(image, "state"),
    endedAt,
    attempts: attempts.map(({ at, tookMs, lane, result }) => ({
      at: Number(at),
      tookMs: Number(tookMs),
      lane: `${lane}`,
      result: `${result}`,
    })),
  };
}
