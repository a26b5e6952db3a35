/** A queue of webhooks, and how it feeds its function. */
export interface WebhookQueue {
  readonly name: string;
  readonly batchSize: number;
  /** How long Lambda waits for a batch to fill, seconds: more than ten messages at once it gives only then. */
  readonly windowSeconds?: number;
  /** Batches at once, where that is bounded. */
  readonly maximumConcurrency?: number;
}

/**
 * The queues of the quick: an endpoint that has just begun to hang keeps a batch waiting once, and of batches Lambda
 * begins with five for each queue. Which one an endpoint's deliveries are in its id decides.
 */
export const fastQueues: readonly string[] = [
  "webhooks-fast-1",
  "webhooks-fast-2",
  "webhooks-fast-3",
  "webhooks-fast-4",
];

/**
 * What has to be told, and a lane each for the quick and for the slow. An attempt of the slow lane may take as long as
 * receivers are given: many of them share one environment, and the lane has no more environments than two, however
 * many endpoints hang.
 */
export const webhookQueues: readonly WebhookQueue[] = [
  { name: "webhooks", batchSize: 10 },
  ...fastQueues.map((name) => ({ name, batchSize: 10 })),
  { name: "webhooks-slow", batchSize: 100, windowSeconds: 1, maximumConcurrency: 2 },
];
