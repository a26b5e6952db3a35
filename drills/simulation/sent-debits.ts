import type { Request } from "./request-names.ts";

/** A write on the strength of a lease: over which home, and under which epoch the lease says so. */
export interface SentDebit {
  readonly home: string;
  readonly epoch: bigint;
}

/**
 * The debit in a call that a cell sends, if there is one: a home's own, which counts what it has `debited`, or whatever
 * passes a fence of the cell's own. What comes out of an isolated share asks no lease, and absorbing takes nothing
 * anew.
 */
export function debitIn(cell: string, { action, input }: Request): SentDebit | undefined {
  if (action !== "TransactWriteItems") return undefined;
  const items = input["TransactItems"];
  // Members of a transaction are objects of AWS's field names.
  for (const { Update: update } of (Array.isArray(items) ? items : []) as readonly { readonly Update?: Update }[]) {
    if (update === undefined) continue;
    const [pk = "", sk] = [update.Key["pk"]?.S, update.Key["sk"]?.S];
    if (sk !== "balance" && sk !== "fence") continue;
    const [writer, , about = "", epoch = ""] = pk.split("#");
    if (writer !== cell) continue;
    const { UpdateExpression: does, ExpressionAttributeValues: values = {} } = update;
    if (sk === "fence" && does.includes("#count ")) return { home: about, epoch: BigInt(epoch) };
    if (sk === "fence" || !does.includes("#debited ") || /#isolatedLeft [=:]/.test(does)) continue;
    const named = /#epoch = (:\d+)/.exec(does)?.[1] ?? "";
    return { home: about.split("_")[1] ?? "", epoch: BigInt(values[named]?.N ?? "0") };
  }
  return undefined;
}

interface Update {
  readonly Key: Readonly<Record<string, { readonly S?: string }>>;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly N?: string }>>;
}
