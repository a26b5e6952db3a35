import { createAuthorityTable } from "../../functions/stores/authority.ts";
import { authorityClients } from "./cell.ts";
import type { SimulationParts } from "./parts.ts";
import { AUTHORITY_TABLE } from "./tables.ts";
import type { Place } from "./weather.ts";

/** The clients of every pool, and whose they are. */
export const CLIENTS = { "shop-client": "shop", "other-client": "other", "ops-client": "ops" } as const;

/** The directory as `cells tenant add` writes it; issuers are added by their cells' keepers. */
export async function fillDirectory(places: readonly Place[], parts: SimulationParts): Promise<void> {
  const region = places[0]?.region ?? "";
  const operator = parts.startContainer(places[0]?.cell ?? "", region, "operator");
  const clients = parts.clients(operator);
  const authority = createAuthorityTable(authorityClients(clients), AUTHORITY_TABLE, operator.clock);
  for (const { cell } of places) {
    for (const [client, tenant] of Object.entries(CLIENTS)) {
      void authority.putDirectoryItem(`client#${cell}#${client}`, { tenant });
      await parts.kernel.elapse(200);
    }
  }
}
