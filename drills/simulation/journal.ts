import { concernsViews } from "../../functions/domain/projections.ts";
import type { StreamingDependencies } from "../../local/aws/dynamodb/streaming-destination.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import type { JournalKnobs } from "../../local/faults/knobs.ts";
import { keyIn, type Image } from "./images.ts";
import type { JournalFeed } from "./journal-feed.ts";
import { viewsTable } from "./tables.ts";

/** The way of changes from DynamoDB into the journal stream of the one cell that builds views in a run. */
export interface Journal {
  readonly cell: string;
  readonly streaming: StreamingDependencies;
  /** Lets a feed have what comes into the stream from now on. */
  attach(feed: JournalFeed): void;
  /** How changes are put into the stream from now on. */
  faults(faults: DeliveryFaults): void;
  /** From now on the views' table sheds that share of what writes many items at once; single items go on. */
  shed(share: number): void;
  /** Whether a call of an action on a table is shed, by the call's own chance. */
  sheds(action: string, table: string, luck: () => number): boolean;
}

/** Until a change is in its stream, and how late a late one may be. */
const LAG_MS = 150;
const LATE_MS_MAX = 15_000;
/** Most changes are of balances, which the projector passes over: one in so many shows that it does. */
const PASSED_OVER = 10;
const WRITES_MANY: ReadonlySet<string> = new Set(["TransactWriteItems", "BatchWriteItem"]);

/** A stream that nobody reads yet. */
export function createJournal(cell: string, log: FaultLog): Journal {
  let feed: JournalFeed | undefined;
  const knobs: JournalKnobs = {
    lagMs: LAG_MS,
    duplicated: 0,
    late: 0,
    lateMsMax: LATE_MS_MAX,
    observe: (fault) => log.observe(fault),
  };
  const intake: StreamingDependencies["intake"] = {
    has: () => true,
    put: (_, records) => feed?.put(records),
  };
  let [unseen, shedShare] = [0, 0];
  const carries = (item: object): boolean => {
    // The model holds items in the wire's form.
    if (concernsViews(keyIn(item as Image))) return true;
    unseen += 1;
    return unseen % PASSED_OVER === 0;
  };
  return {
    cell,
    // A replica in a lost region is written by nobody; what it had on its way waits with its reader.
    streaming: { intake, knobs, regions: { hold: () => false }, carries },
    attach(wanted) {
      feed = wanted;
    },
    faults({ duplicated, late }) {
      knobs.duplicated = duplicated;
      knobs.late = late;
    },
    shed(share) {
      shedShare = share;
    },
    sheds: (action, table, luck) =>
      shedShare > 0 && table === viewsTable(cell) && WRITES_MANY.has(action) && luck() < shedShare,
  };
}
