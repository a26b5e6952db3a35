/** How batches of a stream come to those who read it, and when their records are given up. */
export const streamReaders = {
  relay: { batchSize: 100, bisectBatchOnFunctionError: true, maximumRetryAttempts: 5 },
  // Enough for a table that sheds load; a record that can never be read costs no more than that.
  projector: { batchSize: 500, bisectBatchOnFunctionError: true, maximumRetryAttempts: 10 },
} as const;

/** How long DynamoDB keeps what its stream tells; nobody can change that. */
export const ledgerStreamRetentionHours = 24;

/** How long a message of a consumer's queue waits before SQS drops it. */
export const messageRetentionSeconds = 4 * 24 * 3_600;

/** How long what was given up waits for somebody in a dead-letter queue; no queue of SQS keeps anything longer. */
export const deadLetterRetentionSeconds = 14 * 24 * 3_600;

/** AWS asks for six times the consumer's timeout, so that a batch is not handed out again while it is worked on. */
export function visibilitySeconds(consumerTimeoutSeconds: number): number {
  return 6 * consumerTimeoutSeconds;
}

/**
 * How often the function of webhooks or of payouts (30 s) is tried with a message before that goes aside. It comes
 * again every three minutes, so that a function which fails for an hour gives nothing up: 21 tries, and some for an
 * operator who is late. A message that is itself what fails is logged at each try, alone in its failing where the
 * function answers at all, and lies in the dead letters after an hour and twelve minutes.
 */
export const patientReceivesMax = 24;
