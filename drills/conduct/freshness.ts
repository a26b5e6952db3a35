import type { Target } from "../targets/target.ts";
import type { AskedPayment } from "./load.ts";
import type { Timekeeper } from "./timekeeper.ts";

/** What a listing says of itself. */
export interface Freshness {
  /** Up to when it is complete, by the second of the drill. */
  readonly asOf: number;
  /** Whether it is known to be behind. */
  readonly stale: boolean;
  /** Whether its entries are in the order of their booking, and there are any. */
  readonly inOrder: boolean;
}

const PATIENCE_MS = 5_000;

/** What the listing of an account of a cell says of itself, as its customers read it; undefined without an answer. */
export async function freshnessOf(
  cell: string,
  payments: readonly AskedPayment[],
  { target, time }: { readonly target: Pick<Target, "send">; readonly time: Pick<Timekeeper, "secondOf"> },
): Promise<Freshness | undefined> {
  const account = payments.find(({ home }) => home === cell)?.account;
  if (account === undefined) throw new Error(`No account of ${cell} has paid yet.`);
  const path = `/v1/accounts/${account}/entries`;
  const answer = await target.send({ method: "GET", path, as: "tenant", issuer: cell }, PATIENCE_MS);
  const { as_of: asOf, stale, data } = answer?.body ?? {};
  if (answer?.status !== 200 || typeof asOf !== "string" || !Array.isArray(data)) return undefined;
  const booked = data.map((entry: { readonly booked_at?: unknown }) => String(entry.booked_at));
  const inOrder = booked.length > 0 && booked.every((at, index) => at >= (booked[index - 1] ?? at));
  return { asOf: time.secondOf(Date.parse(asOf)), stale: stale === true, inOrder };
}
