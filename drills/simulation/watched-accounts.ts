import { homeOf, type AccountId } from "../../functions/domain/ids.ts";
import { writerOf, type LedgerKey } from "../../functions/domain/keys.ts";
import { accountOf, type StoredItem } from "../checkers/ledger-view.ts";
import type { NetworkNote } from "../checkers/sent-calls.ts";
import type { Tail } from "../checkers/tail.ts";
import { figureIn, picked, textIn, type Image, type ImageChange } from "./images.ts";
import { controlTable } from "./tables.ts";

/** What happens to the figures of accounts, at home and in the rows of stand-ins. */
export interface WatchedAccounts {
  ofBalance(key: LedgerKey, change: ImageChange & { readonly after: Image }): void;
  /** A control table has a newer lease. */
  ofLease(table: string, lease: Image): void;
  /** What earlier stand-ins have debited that a home does not know now, when it serves itself again. */
  unknownTo(home: string, epoch: bigint): readonly Tail[];
  /** The least that an account ever had available, below zero; what only came in another order is left out. */
  lowest(): ReadonlyMap<string, bigint>;
  /** Stand-in rows as they were when the takeover ended that they tell of. */
  earlierRows(): readonly StoredItem[];
}

interface Watched {
  balance: Image;
  readonly standIns: Map<string, Image>;
  lowest: bigint;
  /** What stand-ins have given back: a home may take in what was spent of it before it takes in the giving. */
  givenBack: bigint;
}

/** The fields of a stand-in row that tell of a takeover. */
const ROW = ["net", "held", "base", "epoch", "currency", "seenVersion", "seenDebited"];

/** Watches accounts from now on; the ends of isolated shares go to `notes`. */
export function watchAccounts(notes: NetworkNote[]): WatchedAccounts {
  const accounts = new Map<AccountId, Watched>();
  const rows: StoredItem[] = [];
  const leases = new Map<string, bigint>();

  function atHome(account: AccountId, watched: Watched, { before, after }: ImageChange & { after: Image }): void {
    watched.balance = after;
    if (before?.["isolatedAt"] !== undefined && after["isolatedAt"] === undefined) {
      const leaseSent = leases.get(controlTable(homeOf(account))) ?? 0n;
      notes.push({ note: "shareEnded", account, usedAt: figureIn(before, "isolatedAt"), leaseSent });
    }
    const available = after["available"]?.N ?? "";
    if (available.startsWith("-") && BigInt(available) < watched.lowest) watched.lowest = BigInt(available);
  }

  function atStandIn(key: LedgerKey, watched: Watched, { before, after }: ImageChange & { after: Image }): void {
    watched.standIns.set(writerOf(key), after);
    if (before === undefined) return;
    const rise = figureIn(after, "net") - figureIn(before, "net");
    if (rise > 0n) watched.givenBack += rise;
    if (before["epoch"]?.N === after["epoch"]?.N) return;
    const seen = Object.keys(before).filter((field) => field.startsWith("seen_"));
    rows.push({ key, item: picked(before, [...ROW, ...seen]) });
  }

  return {
    ofBalance(key, change) {
      const account = accountOf(key);
      if (account === undefined || key.sk !== "balance") return;
      const watched = accounts.get(account) ?? { balance: {}, standIns: new Map(), lowest: 0n, givenBack: 0n };
      accounts.set(account, watched);
      if (homeOf(account) === writerOf(key)) atHome(account, watched, change);
      else atStandIn(key, watched, change);
    },
    ofLease(table, lease) {
      leases.set(table, figureIn(lease, "sent"));
    },
    unknownTo(home, epoch) {
      return [...accounts].flatMap(([account, { balance, standIns }]) => {
        if (homeOf(account) !== home) return [];
        const amount = [...standIns].reduce(
          (sum, [cell, row]) => sum + figureIn(balance, `absorbed_${cell}`) - figureIn(row, "net"),
          0n,
        );
        const currency = textIn(balance, "currency");
        return amount > 0n ? [{ home, spender: home, epoch, account, currency, amount, entries: [] }] : [];
      });
    },
    lowest() {
      const least = [...accounts].map(([account, { lowest, givenBack }]) => [account, lowest + givenBack] as const);
      return new Map(least.filter(([, lowest]) => lowest < 0n));
    },
    earlierRows: () => rows,
  };
}
