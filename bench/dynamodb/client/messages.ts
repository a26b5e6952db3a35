/** What the loading process is asked to do, against an endpoint. */
export type LoadOrder =
  /** Makes the table, with a stream and a replica in another region where asked, and the balances of its accounts. */
  | { readonly order: "prepare"; readonly url: string; readonly stream?: boolean; readonly replica?: string }
  /** Sends transactions for some time, always as many at once. */
  | { readonly order: "transact"; readonly url: string; readonly concurrency: number; readonly ms: number }
  /** Stores payments, each its own item, and waits until the replica, if there is one, has them all. */
  | { readonly order: "fill"; readonly url: string; readonly items: number; readonly replica?: string };

/** What came of it. */
export interface Loaded {
  readonly count: number;
  readonly ms: number;
}
