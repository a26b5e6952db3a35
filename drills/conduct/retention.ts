import { LATE_DAYS } from "../../functions/archive/sealing.ts";
import { sealedEveryMinutes } from "../../infra/plan/archive.ts";
import {
  deadLetterRetentionSeconds,
  ledgerStreamRetentionHours,
  messageRetentionSeconds,
} from "../../infra/plan/event-sources.ts";
import { deployedCell } from "../targets/deployed-cell.ts";
import type { ConsumerName } from "../targets/target.ts";

/** How often an archive is sealed, seconds. */
export const SEALED_EVERY = sealedEveryMinutes * 60;

/** For how long what a consumer has not done is kept for it; seconds. */
export function keptFor(cell: string, consumer: ConsumerName): number {
  const kept: Readonly<Record<ConsumerName, number>> = {
    projector: deployedCell(cell).journal.retentionHours * 3_600,
    relay: ledgerStreamRetentionHours * 3_600,
    "credit-inbox": messageRetentionSeconds,
    webhooks: messageRetentionSeconds,
    payouts: messageRetentionSeconds,
    uploads: messageRetentionSeconds,
    // A start that was given up; what reports are made from stays.
    reports: deadLetterRetentionSeconds,
    // Sealing looks no further back for what has come.
    archive: LATE_DAYS * 86_400,
  };
  return kept[consumer];
}
