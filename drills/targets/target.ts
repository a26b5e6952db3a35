import type { ArchiveRun } from "../checkers/archive/archive-run.ts";
import type { LedgerState } from "../checkers/ledger-view.ts";
import type { WebhookRun } from "../checkers/webhooks/webhook-run.ts";
import type { Survey } from "../../functions/domain/health.ts";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";

/** A request of the public API, as a drill's client sends it through the edge. */
export interface ApiCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Who asks: a tenant, or the platform's own staff, who bring money in. */
  readonly as: "tenant" | "platform";
  /** The cell whose issuer the token is from. */
  readonly issuer: string;
  readonly idempotencyKey?: string;
  /** Where an account is to be opened. */
  readonly homeCell?: string;
  /** The cell that a 421 named. */
  readonly preferCell?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What one attempt was answered. */
export interface ApiAnswer {
  readonly status: number;
  /** The cell that answered; absent where the edge did. */
  readonly servedBy?: string;
  /** Of a 421, the cell that serves the account now. */
  readonly homeCell?: string;
  readonly retryAfterSeconds?: number;
  readonly replayed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A file that a client brings by a presigned URL. */
export interface PutFile {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What goes wrong in a drill; every target has its own way to bring it about. */
export type DrillFault =
  /** A region is gone, with all that it had not replicated. */
  | { readonly fault: "regionLost"; readonly cell: string }
  /** Two regions do not reach one another, and each goes on. */
  | { readonly fault: "partition"; readonly cell: string; readonly other: string }
  /** Nothing replicates from or to a cell any more; everything else works. */
  | { readonly fault: "replicationPaused"; readonly cell: string }
  /** A share of what a cell asks of its database fails, and of what it is asked. */
  | { readonly fault: "gray"; readonly cell: string; readonly share: number }
  /** No cell reaches the authority table. */
  | { readonly fault: "authorityLost" }
  /** The edge's KeyValueStore is gone. */
  | { readonly fault: "edgeStoreLost" }
  /** Every call of a cell's database fails. */
  | { readonly fault: "databaseDown"; readonly cell: string }
  /** Every invocation of a consumer of a cell fails. */
  | { readonly fault: "consumerDown"; readonly cell: string; readonly consumer: ConsumerName };

/** The consumers that can be down: each is a row of `docs/runbooks/consumer-down.md`. */
export type ConsumerName =
  | "projector"
  | "relay"
  | "credit-inbox"
  | "webhooks"
  | "payouts"
  | "archive"
  | "uploads"
  | "reports";

/** What a consumer has before it, and how it has fared so far. */
export interface ConsumerState {
  readonly invocations: number;
  readonly errors: number;
  /** Records or messages that it has not done. */
  readonly waiting: number;
  /** How long the oldest of them has been waiting, and how long its service says; seconds, 0 where nothing waits. */
  readonly oldestSeconds: number;
  readonly toldSeconds: number;
  /** What was given up and lies in its dead-letter queue. */
  readonly deadLetters: number;
  /** Of payouts that wait, those that the state machine has taken up. */
  readonly inMachine?: number;
  /** Of one that a schedule starts seldom: until it does so next. */
  readonly dueSeconds?: number;
}

/** The consumers of all cells, for whoever watches one. */
export interface Consumers {
  state(cell: string, consumer: ConsumerName): ConsumerState;
  /** Has done again what was given up, as `cells dlq redrive` does. */
  redrive(cell: string, consumer: ConsumerName): Promise<void>;
}

/** A fault that is there until it is healed. */
export interface RunningFault {
  heal(): Promise<void>;
}

/** What an operator changes; all answer with why not, in words, where the platform refuses. */
export interface Operator {
  evacuate(cell: string): Promise<string | undefined>;
  failback(home: string): Promise<string | undefined>;
  /** Keeps automation off a cell, or lets it act again. */
  automation(cell: string, rule: "allow" | "forbid"): Promise<string | undefined>;
}

/** Reports as CSV as somebody is given them who asks for them now, and all texts that are kept. */
export interface Reports {
  readonly asked: ReadonlyMap<string, string>;
  readonly kept: ReadonlyMap<string, string>;
}

/** A platform under a drill: whole cells in virtual time, or deployed ones. */
export interface Target {
  readonly name: "local" | "aws";
  /** Tells this run's requests from those of any other against the same platform. */
  readonly run: string;
  /** The faults that can be brought about on it. */
  readonly faults: readonly string[];
  readonly cells: readonly [string, string, ...string[]];
  readonly clock: Clock;
  readonly random: Random;
  readonly operator: Operator;
  /** Sends a request once; undefined where no answer came within `timeoutMs`. */
  send(call: ApiCall, timeoutMs: number): Promise<ApiAnswer | undefined>;
  /** Puts a file where a presigned URL says, once: the status that is answered, undefined without an answer in time. */
  readonly put?: (file: PutFile, timeoutMs: number) => Promise<number | undefined>;
  begin(fault: DrillFault): Promise<RunningFault>;
  /** Absent where nobody can look at consumers. */
  readonly consumers?: Consumers;
  /** What tables and receivers saw of webhooks; absent where nobody hears of events. */
  readonly webhooks?: () => Promise<WebhookRun>;
  /** What lies in archives; absent where there are none. */
  readonly archives?: () => Promise<ArchiveRun>;
  /** Reports of a cell about a month, made now, and all that its daily function has kept; by their files' keys. */
  readonly reports?: (cell: string, month: string) => Promise<Reports>;
  /** The authority and all signs of life; undefined where nobody can read them. */
  survey(): Promise<Survey | undefined>;
  /** Which cell the edge's store says serves a home; undefined where the store cannot be read. */
  route(home: string): Promise<string | undefined>;
  /** Items as a cell's own replica has them now, in the order asked for. */
  items(cell: string, keys: readonly LedgerKey[]): Promise<readonly (Item | undefined)[]>;
  /** Everything that every replica has now. */
  ledger(): Promise<LedgerState>;
  /** Ends what pays all the while by itself, where that is possible: the canaries. */
  still(): Promise<void>;
  /** Does all of `work`, letting the target's time pass meanwhile. */
  through<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Lets go of everything; harmless when done already. */
  close(): Promise<void>;
}
