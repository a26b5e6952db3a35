import type { UnknownReason } from "../domain/bank-answers.ts";
import { ok, refuse, type Result } from "../domain/result.ts";
import type { Clock } from "../stores/clock.ts";
import type { Fetch } from "../stores/probe.ts";
import type { BankKeys } from "./bank-keys.ts";
import { answerComponents, requestComponents, sign, verify } from "./message-signatures.ts";

/** One request to a bank. */
export interface BankRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body: string;
  /** Bytes of the answer at the most. */
  readonly bytesMax: number;
}

/** An answer that the bank has signed, for this very request. */
export interface SignedAnswer {
  readonly status: number;
  readonly body: string;
}

/** Whom and what an exchange needs. */
interface Means {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The keys as they are kept now: the bank may have changed over to a new one. */
  readonly freshKeys: () => Promise<BankKeys>;
}

/** A request is given up after this time; from then on only asking tells what became of it. */
const DEADLINE_MS = 10_000;

/** Sends one signed request once, follows no redirect, and believes no answer that is not signed. */
export async function exchange(
  { method, url, body, bytesMax }: BankRequest,
  keys: BankKeys,
  { fetch, clock, freshKeys }: Means,
): Promise<Result<SignedAnswer, UnknownReason>> {
  const { pathname } = new URL(url);
  const signed = sign({ components: requestComponents(method, pathname), body }, keys.signing, clock.now());
  const headers = { ...signed, "content-type": "application/xml", accept: "application/xml" };
  const signal = clock.deadline(DEADLINE_MS);
  const init = { method, headers, signal, redirect: "manual" } as const;
  try {
    const reply = await fetch(new Request(url, method === "GET" ? init : { ...init, body }));
    const text = await boundedText(reply, bytesMax);
    if (text === undefined) return refuse("answer_malformed");
    const signable = { components: answerComponents(reply.status, signed), body: text };
    const check = (by: BankKeys) => verify(signable, (name) => reply.headers.get(name), by.accepted, clock.now());
    const verified = check(keys);
    const again = verified === "key_unknown" ? check(await freshKeys()) : verified;
    if (again === "valid") return ok({ status: reply.status, body: text });
    // What stands between us and the bank signs nothing: its statuses say nothing of the payment.
    return refuse(reply.status >= 300 ? "status_unexpected" : "signature_invalid");
  } catch {
    return refuse(signal.aborted ? "timed_out" : "unreachable");
  }
}

/** A body read no further than `bytesMax`; undefined where it is longer. */
async function boundedText(reply: Response, bytesMax: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop gives the connection up.
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
