/** An independent implementation that runs, empty and in memory, for as long as this process does. */
export interface Judge {
  /** "DynamoDB Local 2.6.1" */
  readonly name: string;
  /** "http://127.0.0.1:41234"; any credentials are good enough for it. */
  readonly url: string;
  /** Ends it and waits until it has ended; harmless when done already. */
  stop(): Promise<void>;
}

/** A judge that this machine cannot run. */
export interface Skipped {
  readonly name: string;
  /** Why, as one sentence. */
  readonly skipped: string;
}
