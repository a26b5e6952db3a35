import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { pickOf, upToOf, type Random } from "./drawing.ts";

/** Who hears of events in a run; milliseconds from the beginning of the load. */
export interface WebhooksPlan {
  readonly endpoints: readonly EndpointPlan[];
  /** When nobody takes messages out of a cell's queues of webhooks. */
  readonly unread: readonly ConsumerEpisode[];
}

/** A cell whose dispatcher is not started for a while. */
export interface ConsumerEpisode {
  readonly cell: string;
  readonly at: number;
  readonly until: number;
}

/** An endpoint, and what its tenant does about it. */
export interface EndpointPlan {
  /** The host that it is at; no two are at the same. */
  readonly host: string;
  readonly client: "shop-client" | "other-client";
  readonly home: string;
  /** Undefined: all types of events. */
  readonly events: readonly string[] | undefined;
  /** Undefined: before anything goes wrong. */
  readonly at: number | undefined;
  readonly rotates: { readonly at: number; readonly keepOldForS: number } | undefined;
  /** Its tenant ends it for a while, or for good. */
  readonly disables: { readonly at: number; readonly again: number | undefined } | undefined;
  /** From when on its tenant looks whether it is gone, and enables it again. */
  readonly enablesFrom: number | undefined;
  readonly receiver: ReceiverPlan;
}

/** How a receiver answers. */
export interface ReceiverPlan {
  /** Until it answers, when all is well. */
  readonly takesMs: number;
  /** How often its answer is lost on the way; from 0 to 1. */
  readonly ackLost: number;
  readonly illnesses: readonly Illness[];
}

/** What a receiver does in place of taking a message, for a while or for good. */
export interface Illness {
  readonly does: "down" | "hang" | "fail" | "busy" | "slow" | "gone" | "redirect";
  readonly at: number;
  readonly until: number | undefined;
}

/** In how many runs somebody hears of events at all. */
const SHARE = 0.25;
const COMMON: readonly Illness["does"][] = ["down", "hang", "fail", "busy", "slow"];
const FOR_GOOD: readonly Illness["does"][] = ["fail", "redirect", "hang", "down"];
/** What hardly any tenant is without, so that a receiver for one of them has something to do. */
const TYPES = ["operation.completed", "operation.declined", "payment.returned"] as const;

/** Draws who hears of events in a run, by chance of its own; undefined: nobody. */
export function drawWebhooks(seed: number, cells: readonly string[], lastsMs: number): WebhooksPlan | undefined {
  const random = seededRandom(seed ^ 0x3eb400c);
  if (random() >= SHARE) return undefined;
  const upTo = upToOf(random);
  const count = 2 + upTo(3);
  const endpoints = Array.from({ length: count }, (_, index) => drawEndpoint(index, cells, lastsMs, random));
  const unread = Array.from({ length: random() < 0.3 ? 1 : 0 }, (): ConsumerEpisode => {
    const at = upTo(lastsMs);
    return { cell: pickOf(random)(cells), at, until: at + 5_000 + upTo(30_000) };
  });
  return { endpoints, unread };
}

function drawEndpoint(index: number, cells: readonly string[], lastsMs: number, random: Random): EndpointPlan {
  const upTo = upToOf(random);
  const isLate = index > 0 && random() < 0.25;
  const at = isLate ? upTo(lastsMs) : undefined;
  const isFew = index > 0 && random() < 0.4;
  const illnesses = drawIllnesses(index, lastsMs, random);
  const isGone = illnesses.some(({ does }) => does === "gone");
  const rotatesAt = (at ?? 0) + upTo(lastsMs);
  const disablesAt = (at ?? 0) + 2_000 + upTo(lastsMs / 2);
  return {
    host: `hooks-${index}.example`,
    client: index > 0 && random() < 0.25 ? "other-client" : "shop-client",
    home: pickOf(random)(cells),
    events: isFew ? [pickOf(random)(TYPES)] : undefined,
    at,
    rotates: random() < 0.4 ? { at: rotatesAt, keepOldForS: pickOf(random)([0, 3_600, 86_400]) } : undefined,
    disables:
      index > 0 && random() < 0.15
        ? { at: disablesAt, again: random() < 0.5 ? disablesAt + 5_000 + upTo(10_000) : undefined }
        : undefined,
    enablesFrom: isGone && random() < 0.75 ? upTo(lastsMs / 2) : undefined,
    receiver: { takesMs: 20 + upTo(300), ackLost: random() < 0.3 ? random() * 0.3 : 0, illnesses },
  };
}

/** Most receivers are ill for a while; one in some runs for good. The first one gets well, whatever befalls it. */
function drawIllnesses(index: number, lastsMs: number, random: Random): readonly Illness[] {
  const upTo = upToOf(random);
  const at = upTo(lastsMs);
  if (index > 0 && random() < 0.08)
    return [{ does: pickOf(random)(FOR_GOOD), at: upTo(lastsMs / 4), until: undefined }];
  if (index > 0 && random() < 0.35) {
    const goneAt = upTo(lastsMs / 3);
    return [{ does: "gone", at: goneAt, until: goneAt + 8_000 + upTo(12_000) }];
  }
  const times = random() < 0.7 ? 1 + upTo(2) : 0;
  return Array.from({ length: times }, (_, nth): Illness => {
    const from = nth === 0 ? at : upTo(lastsMs);
    // Some outlast the first pauses of the schedule.
    const lasts = random() < 0.2 ? 200_000 + upTo(2_400_000) : 2_000 + upTo(20_000);
    return { does: pickOf(random)(COMMON), at: from, until: from + lasts };
  });
}
