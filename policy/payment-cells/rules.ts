import type { Rule } from "../core/rule.ts";
import { disallowStandardSynchronousWorkflow } from "./rules/disallow-standard-synchronous-workflow.ts";
import { disallowVaultReplication } from "./rules/disallow-vault-replication.ts";
import { requireAuthorizedMethods } from "./rules/require-authorized-methods.ts";
import { requireConsumerDeadLetterQueue } from "./rules/require-consumer-dead-letter-queue.ts";
import { requireDeadLetterAlarm } from "./rules/require-dead-letter-alarm.ts";
import { requireEdgeSecret } from "./rules/require-edge-secret.ts";
import { requireIdenticalCells } from "./rules/require-identical-cells.ts";
import { requireLedgerLeadingKeys } from "./rules/require-ledger-leading-keys.ts";
import { requireOwnOriginName } from "./rules/require-own-origin-name.ts";
import { requireResidencyRegion } from "./rules/require-residency-region.ts";

/** The laws of payment cells. */
export const rules: readonly Rule[] = [
  disallowStandardSynchronousWorkflow,
  disallowVaultReplication,
  requireAuthorizedMethods,
  requireConsumerDeadLetterQueue,
  requireDeadLetterAlarm,
  requireEdgeSecret,
  requireIdenticalCells,
  requireLedgerLeadingKeys,
  requireOwnOriginName,
  requireResidencyRegion,
];
