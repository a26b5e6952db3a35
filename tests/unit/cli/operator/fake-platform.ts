import { readDeployment } from "../../../../cli/deployment.ts";
import type { Platform } from "../../../../cli/operator/platform.ts";
import type { AuthorityState, Decision } from "../../../../functions/domain/authority.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import type { Beat, Probe } from "../../../../functions/domain/health.ts";
import type { LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { fakeContext, type FakeContext } from "../fake-context.ts";

/** A platform in memory. What cells do by themselves happens while somebody sleeps. */
export interface FakePlatform {
  readonly platform: Platform;
  readonly context: FakeContext;
  state: AuthorityState;
  readonly routes: Map<string, string>;
  readonly leases: Map<string, Record<string, HomeAuthority>>;
  /** Rows by region's cell and key: `us us#standin#eu#2#0 fence`. */
  readonly rows: Map<string, Item>;
  beats: readonly Beat[];
  probes: readonly Probe[];
  /** No cell beats. */
  silent: boolean;
  /** Runs each time somebody sleeps. */
  whileAsleep: (nth: number) => void;
  /** Somebody else changes the authority just before the next change is written. */
  rival: { readonly by: string; readonly what: string; readonly decide: Decision } | undefined;
}

/** A cell's name in a test. */
export const cell = (name: string) => name as CellName;

/** Both cells at home, under epoch 1. */
export function fakePlatform(): FakePlatform {
  const context = fakeContext();
  let sleeps = 0;
  let beats = 0n;
  const home = (name: string) => ({ owner: cell(name), epoch: 1n, mode: "normal" }) as const;
  const fake: FakePlatform = {
    context,
    state: { revision: 7n, homes: { eu: home("eu"), us: home("us") }, forbidden: [], history: [] },
    routes: new Map(),
    leases: new Map(),
    rows: new Map(),
    beats: [],
    probes: [],
    silent: false,
    whileAsleep: () => {},
    rival: undefined,
    platform: {
      where: "a fake platform",
      deployment: readDeployment(),
      clock: {
        ...context.clock,
        async sleep(ms) {
          await context.clock.sleep(ms);
          sleeps += 1;
          fake.whileAsleep(sleeps);
        },
      },
      authority: {
        state: async () => fake.state,
        async change({ by, what, decide }) {
          const next = decide(fake.state);
          if (!next.ok) return { outcome: "refused", refusal: next.refusal };
          if (fake.rival !== undefined) {
            const { rival } = fake;
            fake.rival = undefined;
            const theirs = rival.decide(fake.state);
            if (theirs.ok) fake.state = changed(fake.state, theirs.value, rival.by, rival.what);
            return { outcome: "superseded", by: fake.state.history.at(-1) };
          }
          fake.state = changed(fake.state, next.value, by, what);
          return { outcome: "changed", authority: fake.state };
        },
      },
      signs: {
        survey: async () => ({ authority: fake.state, beats: fake.beats, probes: fake.probes }),
        beatOf: async (of) => (fake.silent ? undefined : { cell: of, count: (beats += 1n), at: 0n }),
        beat: async () => 1n,
        noteProbe: async () => true,
      },
      ledger: (of) => ({
        getMany: async (keys: readonly LedgerKey[]) => keys.map(({ pk, sk }) => fake.rows.get(`${of} ${pk} ${sk}`)),
      }),
      lease: async (of) => {
        const homes = fake.leases.get(of);
        return homes === undefined ? undefined : { homes, sent: context.clock.now() };
      },
      routes: async () => fake.routes,
    },
  };
  return fake;
}

/** Puts all rows of a takeover as a cell's region has them. */
export function putRows(
  fake: FakePlatform,
  of: string,
  { standIn, home, epoch }: { readonly standIn: string; readonly home: string; readonly epoch: number },
  row: (shard: number) => Item | undefined,
): void {
  for (let shard = 0; shard < 256; shard += 1) {
    const item = row(shard);
    const key =
      of === standIn
        ? `${standIn}#standin#${home}#${epoch}#${shard} fence`
        : `${home}#standin#${standIn}#${epoch}#${shard} tally`;
    if (item !== undefined) fake.rows.set(`${of} ${key}`, item);
  }
}

function changed(
  before: AuthorityState,
  next: Pick<AuthorityState, "homes" | "forbidden">,
  by: string,
  what: string,
): AuthorityState {
  const revision = before.revision + 1n;
  return { ...next, revision, history: [...before.history, { id: `${revision}`, by, what, revision, at: 0n }] };
}
