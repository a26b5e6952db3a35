import { earlierTakeovers, presentTakeovers, type AuthorityState } from "../../functions/domain/authority.ts";
import { parseCellName, type CellName } from "../../functions/domain/ids.ts";
import type { Takeover } from "../../functions/domain/fences.ts";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import { decodeAuthorityState } from "../../functions/stores/lease-codec.ts";
import { nameOf } from "../checkers/ledger-view.ts";
import { checkReturns, type Return } from "../checkers/returns-whole.ts";
import type { NetworkNote } from "../checkers/sent-calls.ts";
import type { Tail } from "../checkers/tail.ts";
import { picked, textIn, type Image, type ImageChange } from "./images.ts";
import type { WatchedAccounts } from "./watched-accounts.ts";

/** What becomes of takeovers: who took over, how fences and tallies stand, how homes return. */
export interface WatchedTakeovers {
  /** A fence or a tally row. */
  ofRow(key: LedgerKey, after: Image): void;
  ofAuthority(change: ImageChange): void;
  /** Takeovers of homes that an operator declared dead, as `home epoch`. */
  readonly declaredDead: ReadonlySet<string>;
  /** Takeovers that ended before the home had absorbed them, the stand-in being lost, as `standIn home epoch`. */
  readonly returnedEarly: ReadonlySet<string>;
  readonly returns: readonly Return[];
  /** What earlier stand-ins had debited that homes did not know when they returned. */
  readonly unknownAtReturn: readonly Tail[];
}

/** Watches takeovers from now on; the first open fence row of each goes to `notes`. */
export function watchTakeovers(accounts: Pick<WatchedAccounts, "unknownTo">, notes: NetworkNote[]): WatchedTakeovers {
  const declaredDead = new Set<string>();
  const returnedEarly = new Set<string>();
  const returns: Return[] = [];
  const unknownAtReturn: Tail[] = [];
  /** Fence and tally rows as they are now. */
  const rows = new Map<string, Image>();
  const opened = new Set<string>();

  return {
    declaredDead,
    returnedEarly,
    returns,
    unknownAtReturn,
    ofRow(key, after) {
      rows.set(nameOf(key), after);
      const [standIn = "", , home = "", epoch = ""] = key.pk.split("#");
      const name = `${standIn} ${home} ${epoch}`;
      if (key.sk !== "fence" || opened.has(name) || textIn(after, "state") !== "open") return;
      opened.add(name);
      notes.push({ note: "fenceOpened", standIn, home, epoch: BigInt(epoch) });
    },
    ofAuthority({ before, after }) {
      if (after?.["pk"]?.S !== "authority") return;
      const now = decodeAuthorityState(decodeItem(after));
      for (const [home, { epoch, homeIsDead }] of Object.entries(now.homes)) {
        if (homeIsDead === true) declaredDead.add(`${home} ${epoch}`);
      }
      const [, did, home = ""] = /^(finish|take) (\w+)/.exec(lastDone(now)) ?? [];
      const held = before && decodeAuthorityState(decodeItem(before)).homes[home];
      if (did === undefined || held === undefined) return;
      const name = cellOf(home);
      const ended = [...earlierTakeovers(name, held), ...presentTakeovers(name, held)].map((of) => asItIs(of, rows));
      if (did === "finish") {
        returns.push(...ended);
        return;
      }
      // A stand-in was lost: what it had done comes later, the others' is all in.
      unknownAtReturn.push(...accounts.unknownTo(home, held.epoch + 1n));
      for (const one of ended) {
        if (checkReturns([one]).breaches.length === 0) continue;
        returnedEarly.add(`${one.standIn} ${home} ${one.epochs.join()}`);
      }
    },
  };
}

/** What made this revision of the authority; empty where no record tells. */
function lastDone({ history, revision }: AuthorityState): string {
  const last = history.at(-1);
  return last?.revision === revision ? last.what : "";
}

/** A takeover with its fence and tally rows as they are now: the map goes on, the rows in it are never changed. */
function asItIs({ standIn, home, epoch }: Takeover, rows: ReadonlyMap<string, Image>): Return {
  const taken = new Map([...rows].filter(([name]) => name.includes(`#${epoch}#`)));
  return {
    home,
    standIn,
    epochs: [epoch],
    row(key) {
      const row = taken.get(nameOf(key));
      return row === undefined ? undefined : picked(row, ["state", "count", "digest"]);
    },
  };
}

function cellOf(name: string): CellName {
  const cell = parseCellName(name);
  if (!cell.ok) throw new Error(`${name} names no cell.`);
  return cell.value;
}
