import type { Breach, Claimed } from "../checker.ts";
import type { Item } from "../../../functions/domain/ledger-write.ts";

/** All that was seen of webhooks in a run; moments are milliseconds of the run's one true clock. */
export interface WebhookRun {
  readonly events: readonly HappenedEvent[];
  readonly endpoints: readonly EndpointVersion[];
  readonly gone: readonly GoneNote[];
  readonly promises: readonly SecretPromise[];
  readonly enabled: readonly Enabled[];
  readonly deliveries: readonly SeenDelivery[];
  readonly sent: readonly SentWebhook[];
  /** Events that lie in the dead letters of a relay, where an operator sees them. */
  readonly parked: ReadonlySet<string>;
  /** So long after it had read an endpoint a sender may still act on what it read. */
  readonly slackMs: number;
}

/** An event, as its account's home wrote it. */
export interface HappenedEvent {
  readonly id: string;
  /** Its cell. */
  readonly home: string;
  readonly at: number;
  readonly item: Item;
}

/** When something that was written can be read, by cell; a cell that is left out has not got it yet. */
export type SeenIn = ReadonlyMap<string, number>;

/** An endpoint as it was from some moment on. */
export interface EndpointVersion {
  readonly id: string;
  readonly tenant: string;
  readonly url: string;
  /** Empty: of every type. */
  readonly events: readonly string[];
  readonly status: string;
  readonly round: number;
  readonly version: number;
  /** The one that signs, and the one before it, until a moment of the clock of whoever signs. */
  readonly secret: string | undefined;
  readonly before: { readonly secret: string; readonly until: number } | undefined;
  /** The one before that, where it was rotated again meanwhile. */
  readonly earlier?: { readonly secret: string; readonly until: number } | undefined;
  readonly at: number;
  readonly seen: SeenIn;
}

/** A cell's note that an endpoint wants to hear nothing more. */
export interface GoneNote {
  readonly endpoint: string;
  readonly round: number;
  readonly at: number;
  readonly seen: SeenIn;
}

/** A secret that a tenant was told: what is sent to it has to be signed with that, whatever else signs it, too. */
export interface SecretPromise {
  readonly endpoint: string;
  readonly secret: string;
  /** The version of the endpoint that has it first. */
  readonly since: number;
  /** Until which moment it was told, by the clocks of cells; undefined: until further notice. */
  readonly until: number | undefined;
  /** When its tenant asked for another one and to end this one at once. */
  readonly droppedAt: number | undefined;
}

/** A tenant was told that its endpoint, which was gone, is enabled again: what was noted before it asked is over. */
export interface Enabled {
  readonly endpoint: string;
  readonly askedAt: number;
  /** The version of the endpoint that is so first. */
  readonly since: number;
}

/** What has become of a delivery, as its cell has it in the end. */
export interface SeenDelivery {
  readonly cell: string;
  readonly endpoint: string;
  readonly event: string;
  readonly state: string;
  /** When it was no longer waiting; undefined: it still is. */
  readonly endedAt: number | undefined;
  readonly attempts: readonly SeenAttempt[];
}

/** An attempt as its delivery lists it, by the clock of whoever made it. */
export interface SeenAttempt {
  readonly at: number;
  readonly tookMs: number;
  readonly lane: string;
  readonly result: string;
}

/** A message on the way to a receiver. */
export interface SentWebhook {
  readonly from: string;
  /** When it was signed. */
  readonly at: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the receiver answered; undefined: nothing. */
  readonly status: number | undefined;
  /** Whether the sender heard that. */
  readonly heard: boolean;
}

/** An invariant of what receivers see. */
export interface WebhookChecker extends Claimed {
  check(run: WebhookRun): readonly Breach[];
}

/** A breach that no item of the ledger shows. */
export function fault(text: string): Breach {
  return { fault: text, items: [] };
}
