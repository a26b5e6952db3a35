import type { PlantedBug } from "./bug.ts";
import { absorbingBugs } from "./bugs/absorbing.ts";
import { archiveBugs } from "./bugs/archive.ts";
import { authorityBugs } from "./bugs/authority.ts";
import { isolationBugs } from "./bugs/isolation.ts";
import { ledgerBugs } from "./bugs/ledger.ts";
import { operationBugs } from "./bugs/operations.ts";
import { payoutBugs } from "./bugs/payouts.ts";
import { reversalBugs } from "./bugs/reversals.ts";
import { standInBugs } from "./bugs/stand-in.ts";
import { uploadBugs } from "./bugs/uploads.ts";
import type { Extra, Family } from "../scenario.ts";
import { transferBugs } from "./bugs/transfers.ts";
import { viewBugs } from "./bugs/views.ts";
import { webhookBugs } from "./bugs/webhooks.ts";

/** Every planted bug; each patch stands in today's source exactly once (tests/unit/drills/simulation). */
export const plantedBugs: readonly PlantedBug[] = [
  ...ledgerBugs,
  ...operationBugs,
  ...transferBugs,
  ...authorityBugs,
  ...about("views", viewBugs),
  ...about("webhooks", webhookBugs),
  ...about("payouts", payoutBugs),
  ...about("archive", archiveBugs),
  ...about("uploads", uploadBugs),
  ...during("suddenly", [...isolationBugs, ...standInBugs, ...absorbingBugs, ...reversalBugs]),
];

/** Bugs that come up in one family of seeds, unless they name another. */
function during(meets: Family, bugs: readonly PlantedBug[]): readonly PlantedBug[] {
  return bugs.map((bug) => ({ meets, ...bug }));
}

/** Bugs of what only some seeds have. */
function about(needs: Extra, bugs: readonly PlantedBug[]): readonly PlantedBug[] {
  return bugs.map((bug) => ({ needs, ...bug }));
}
