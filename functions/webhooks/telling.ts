import { traceOf } from "../domain/entries.ts";
import { eventFrom, eventIdOf, type AccountEvent } from "../domain/events.ts";
import type { Item } from "../domain/ledger-write.ts";
import { haveAllUpTo, SETTLED_MS } from "../domain/projection-lag.ts";
import { LAST, tenantPartition, timeText } from "../domain/view-keys.ts";
import { isWanted, replayFrom, type EndpointStanding, type Replay } from "../domain/webhook-endpoints.ts";
import { deliveryKey, sweptAt, type Delivery } from "../domain/webhook-deliveries.ts";
import { webhookBody } from "../domain/webhook-message.ts";
import type { Lane } from "../domain/webhook-schedule.ts";
import type { Clock } from "../stores/clock.ts";
import { decodeItem } from "../stores/item-codec.ts";
import type { Segments } from "../stores/segments.ts";
import { together } from "../stores/together.ts";
import type { LedgerImage, Told } from "../stores/webhook-queues.ts";
import type { KnownEndpoints, Stores } from "./app.ts";
import type { Paces } from "./paces.ts";

/** What telling reads and writes. */
export type TellingParts = Pick<Stores, "deliveries" | "views" | "told" | "lanes"> & {
  readonly endpoints: KnownEndpoints;
  readonly paces: Paces;
  readonly segments: Segments;
};

/** Makes deliveries of what has to be told. */
export interface Telling {
  tell(told: Told): Promise<void>;
}

/** A turn of a replay goes through so many events. */
const TURN = 100;

/** A cell learns of an event after it happened; clocks of two regions may disagree by minutes. */
const SKEW_MS = 10 * 60_000;

/** Makes it; telling again makes no delivery a second time. */
export function createTelling(parts: TellingParts, clock: Clock): Telling {
  const { deliveries, views, told, lanes, endpoints, segments, paces } = parts;

  async function sendAll(fresh: readonly Delivery[]): Promise<void> {
    if (fresh.length === 0) return;
    // First the deliveries, so that no message is of one that is not there; a message that is lost the sweep replaces.
    await together(fresh.map((delivery) => deliveries.put(delivery, sweptAt(clock.now(), true))));
    const placed = await together(
      fresh.map(async (delivery) => ({ delivery, lane: await paces.laneOf(delivery.endpoint) })),
    );
    const sent = (lane: Lane) =>
      placed
        .filter((one) => one.lane === lane)
        .map(({ delivery }) => {
          const { endpoint } = delivery;
          return { key: deliveryKey(delivery), attempts: 0, endpoint, pauseMs: 0, ...traceOf(delivery) };
        });
    await together((["fast", "slow"] as const).map((lane) => lanes.send(lane, sent(lane))));
  }

  /** Its deliveries are attempted below this step, however late. */
  async function tellEvent(event: AccountEvent, traceparent: string | undefined): Promise<void> {
    const annotations = { type: event.type };
    const span = segments.open(traceparent, { name: "webhooks", as: "segment", annotations });
    try {
      const standings = await endpoints.lately(event.tenant);
      const wanting = standings.filter((standing) => isWanted(standing, event.type));
      await sendAll(wanting.map((standing) => ({ ...deliveryOf(event, standing), ...traceOf(span ?? {}) })));
      span?.close("done", { endpoints: `${wanting.length}` });
    } catch (fault) {
      span?.close("failed");
      throw fault;
    }
  }

  async function tellAgain(replay: Replay, { image, after }: Told): Promise<void> {
    // Whoever asked for it may have made the endpoint just before, and is not asked again.
    const standing = (await endpoints.ofTenant(replay.tenant)).find(({ endpoint }) => endpoint.id === replay.endpoint);
    if (standing === undefined) return;
    // Asked before the rows are read: whatever the views have by now is among those.
    const isAllHere = haveAllUpTo(replay.at, await views.marks(), clock.now());
    const settled = isAllHere ? LAST : timeText(BigInt(clock.now() - SETTLED_MS));
    const rows = await views.rows({
      pk: tenantPartition(replay.tenant),
      ...rangeOf(`event#${timeText(replay.from - BigInt(SKEW_MS))}`, `event#${settled}`, after),
      limit: TURN,
    });
    const events = rows.map(({ item }) => eventFrom(item));
    const inRange = events.filter(({ at }) => at >= replay.from && at < replay.to);
    const wanted = inRange.filter(({ type }) => isWanted(standing, type));
    await sendAll(wanted.map((event) => ({ ...deliveryOf(event, standing), at: replay.at, replay: replay.id })));
    const isMore = rows.length === TURN;
    if (isAllHere && !isMore) return;
    const last = rows.at(-1)?.sk ?? after;
    const pauseMs = isMore ? 0 : pauseOf(replay, clock.now());
    const [refused] = await told.send([{ image, ...(last !== undefined && { after: last }) }], pauseMs);
    if (refused !== undefined) throw new Error("The next turn of a replay was not taken.");
  }

  return {
    async tell(message) {
      const { key, item } = keyedItem(message.image);
      const [, kind] = key.split("#");
      if (kind === "event") return tellEvent(eventFrom(item), message.traceparent);
      if (kind === "replay") return tellAgain(replayFrom(item), message);
      throw new Error(`Nothing is to be told of a ${kind}.`);
    },
  };
}

/**
 * A replay that has to wait for the views looks again soon at first, and then once a minute: they may stand still for
 * hours. Each time it is a message of its own, none of which is ever tried too often.
 */
function pauseOf({ at }: Replay, now: number): number {
  return Math.min(Math.max(now - Number(at), 2_000), 60_000);
}

/**
 * What a turn reads. Its end is never before where it begins, which DynamoDB refuses: the turn before may have known
 * more of how far the views are, or a clock that is ahead.
 */
function rangeOf(from: string, settled: string, after: string | undefined) {
  if (after === undefined) return { from, to: settled < from ? from : settled };
  return { from, to: settled < after ? after : settled, after };
}

function deliveryOf(event: AccountEvent, { endpoint: { id, tenant } }: EndpointStanding): Delivery {
  return {
    endpoint: id,
    tenant,
    event: eventIdOf(event),
    type: event.type,
    body: webhookBody(event),
    at: event.at,
    state: "waiting",
    counted: 0n,
    attempts: [],
  };
}

function keyedItem(image: LedgerImage): { readonly key: string; readonly item: Item } {
  const { pk, sk: _, ...item } = decodeItem(image);
  return { key: typeof pk === "string" ? pk : "", item };
}
