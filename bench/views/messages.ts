/** What the process that builds views is asked to do, against an empty local cloud. */
export type ViewsOrder =
  /** Makes the tables and the journal stream, takes payments, and reads the stream's records. */
  | { readonly order: "journal"; readonly url: string; readonly payments: number }
  /** Projects the next records, as the stream's consumer would be handed them; how many are left it says. */
  | { readonly order: "project"; readonly changes: number }
  /** Fills another ledger with payments, and rebuilds its views. */
  | { readonly order: "rebuild"; readonly url: string; readonly payments: number };

/** What came of it. */
export interface Viewed {
  /** Records of the journal stream that were read or projected, or items that were projected. */
  readonly changes: number;
  /** Entries that are in the views after a rebuild. */
  readonly entries: number;
  /** Of this process. */
  readonly cpuMs: number;
  readonly ms: number;
  /** Of that, slept through. */
  readonly sleptMs: number;
}

/** What the process that pays in a whole platform is asked for. */
export interface LagOrder {
  readonly payments: number;
  readonly concurrency: number;
}

/** From the answers of payments until their entries were in the views, milliseconds. */
export interface Lags {
  /** In the cell that answered. */
  readonly own: readonly number[];
  /** In the other. */
  readonly other: readonly number[];
  readonly perSecond: number;
}
