/** What the loading process is asked to do, against an endpoint. */
export type LoadOrder =
  /** Makes the table and the balances of its accounts. */
  | { readonly order: "prepare"; readonly url: string; readonly stream?: boolean }
  /** Sends transactions for some time, always as many at once. */
  | { readonly order: "transact"; readonly url: string; readonly concurrency: number; readonly ms: number }
  /** Stores payments, each its own item. */
  | { readonly order: "fill"; readonly url: string; readonly items: number };

/** What came of it. */
export interface Loaded {
  readonly count: number;
  readonly ms: number;
}
