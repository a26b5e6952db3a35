import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { AuthorityRefusal, AuthorityState, ChangeRecord, Decision, NextAuthority } from "../domain/authority.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeItem, encodeItem } from "./item-codec.ts";
import { decodeAuthorityState, encodeHomes, encodeRecord } from "./lease-codec.ts";
import { createReplicas, type Clients } from "./replicas.ts";

/** Where the authority item stands in its table. */
export const AUTHORITY_KEY = { pk: { S: "authority" } };

/** A change of the authority that somebody asks for. */
export interface AuthorityChange {
  /** Who asks, as whoever comes second is told: "operator alice", "watcher eu-west-1". */
  readonly by: string;
  /** What is asked, likewise: "evacuate eu". */
  readonly what: string;
  readonly decide: Decision;
}

/** What came of it. */
export type ChangeOutcome =
  | { readonly outcome: "changed"; readonly authority: AuthorityState }
  | { readonly outcome: "refused"; readonly refusal: AuthorityRefusal }
  /** Somebody else changed the authority meanwhile; who, where a record tells. */
  | { readonly outcome: "superseded"; readonly by: ChangeRecord | undefined };

/** Reading and changing who serves which home. */
export interface AuthorityChanges {
  /** The authority, strongly consistent; undefined when none was ever written. Throws when no replica answers. */
  state(): Promise<AuthorityState | undefined>;
  /** One compare-and-set. Throws when nobody can say what came of it; asking again then tells. */
  change(change: AuthorityChange): Promise<ChangeOutcome>;
}

const ATTEMPTS = 5;
const BACKOFF_BASE_MS = 20;
const HISTORY_KEPT = 8;

/** The authority item behind one client for each region that has a replica, the nearest first. */
export function createAuthorityChanges(
  clients: Clients,
  table: string,
  clock: Clock,
  random: Random,
): AuthorityChanges {
  const replicas = createReplicas(clients);

  async function state(): Promise<AuthorityState | undefined> {
    const input = { TableName: table, Key: AUTHORITY_KEY, ConsistentRead: true };
    const { Item } = await replicas.any((client) =>
      client.send(new GetItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) }),
    );
    return Item === undefined ? undefined : decodeAuthorityState(decodeItem(Item));
  }

  /** The revision is the condition: a write that was made already, or that comes too late, is refused. */
  async function write(before: AuthorityState, next: NextAuthority, record: ChangeRecord): Promise<AuthorityState> {
    const history = [...before.history, record].slice(-HISTORY_KEPT);
    const item = { homes: encodeHomes(next.homes), forbidden: next.forbidden, history: history.map(encodeRecord) };
    const command = new UpdateItemCommand({
      TableName: table,
      Key: AUTHORITY_KEY,
      UpdateExpression: "SET revision = :next, homes = :homes, forbidden = :forbidden, history = :history",
      ConditionExpression: "revision = :before",
      ExpressionAttributeValues: encodeItem({
        ":before": before.revision,
        ":next": record.revision,
        ":homes": item.homes,
        ":forbidden": item.forbidden,
        ":history": item.history,
      }),
    });
    await replicas.one((client) => client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) }));
    return { ...next, revision: record.revision, history };
  }

  return {
    state,
    async change({ by, what, decide }) {
      const id = Math.floor(random() * 2 ** 48).toString(16);
      let against: bigint | undefined;
      let fault: unknown;
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        if (attempt > 0) await clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
        const before = await state();
        if (before === undefined) return { outcome: "refused", refusal: "unknown_cell" };
        // A reply was lost, and the write was made.
        if (before.history.some((record) => record.id === id)) return { outcome: "changed", authority: before };
        if (against !== undefined && before.revision !== against) return superseded(before);
        const next = decide(before);
        if (!next.ok) return { outcome: "refused", refusal: next.refusal };
        against = before.revision;
        const record = { id, by, what, revision: before.revision + 1n, at: BigInt(clock.now()) };
        try {
          return { outcome: "changed", authority: await write(before, next.value, record) };
        } catch (error) {
          // Refused may also mean that an earlier attempt of ours arrived late: only reading again can tell.
          if (!(error instanceof ConditionalCheckFailedException)) fault = error;
        }
      }
      throw fault;
    },
  };
}

function superseded({ revision, history }: AuthorityState): ChangeOutcome {
  const last = history.at(-1);
  return { outcome: "superseded", by: last?.revision === revision ? last : undefined };
}
