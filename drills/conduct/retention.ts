import { ledgerStreamRetentionHours, messageRetentionSeconds } from "../../infra/plan/event-sources.ts";
import { deployedCell } from "../targets/deployed-cell.ts";
import type { ConsumerName } from "../targets/target.ts";

/** For how long what a consumer has not done is kept for it; seconds. */
export function keptFor(cell: string, consumer: ConsumerName): number {
  const kept: Readonly<Record<ConsumerName, number>> = {
    projector: deployedCell(cell).journal.retentionHours * 3_600,
    relay: ledgerStreamRetentionHours * 3_600,
    "credit-inbox": messageRetentionSeconds,
    webhooks: messageRetentionSeconds,
    payouts: messageRetentionSeconds,
  };
  return kept[consumer];
}
