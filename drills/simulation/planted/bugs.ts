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
import { transferBugs } from "./bugs/transfers.ts";
import { viewBugs } from "./bugs/views.ts";
import { webhookBugs } from "./bugs/webhooks.ts";

/** Every planted bug; each patch stands in today's source exactly once (tests/unit/drills/simulation). */
export const plantedBugs: readonly PlantedBug[] = [
  ...ledgerBugs,
  ...operationBugs,
  ...transferBugs,
  ...authorityBugs,
  ...all({ needs: "views" }, viewBugs),
  ...all({ needs: "webhooks" }, webhookBugs),
  ...all({ needs: "payouts" }, payoutBugs),
  ...all({ needs: "archive" }, archiveBugs),
  ...all({ needs: "uploads" }, uploadBugs),
  ...all({ meets: "suddenly" }, [...isolationBugs, ...standInBugs, ...absorbingBugs, ...reversalBugs]),
];

/** Bugs that have a family of seeds in common, or what only some seeds have, unless they name another. */
function all(common: Pick<PlantedBug, "meets" | "needs">, bugs: readonly PlantedBug[]): readonly PlantedBug[] {
  return bugs.map((bug) => ({ ...common, ...bug }));
}
