import type { BankAnswer, SendAnswer, UnknownReason } from "../domain/bank-answers.ts";
import type { PaymentId } from "../domain/ids.ts";
import type { HomeAuthority } from "../domain/lease.ts";
import { endToEndIdOf, maySend, paymentOfEndToEnd } from "../domain/payouts.ts";
import { invariant, ok, refuse, type Result } from "../domain/result.ts";
import { parsePacs002, type ReportedStatus } from "../iso20022/pacs002.ts";
import { pacs008, type CreditTransfer } from "../iso20022/pacs008.ts";
import type { AuthorityTable } from "../stores/authority.ts";
import type { Clock } from "../stores/clock.ts";
import type { Fetch } from "../stores/probe.ts";
import { parseBankKeys, type BankKeys, type ReadBankSecret } from "./bank-keys.ts";
import type { Env } from "./env.ts";
import { exchange } from "./exchange.ts";
import { requestComponents, verify } from "./message-signatures.ts";

/** What the connector reads, and whom it talks to. */
export interface Stores {
  readonly authority: Pick<AuthorityTable, "read">;
  readonly secret: ReadBankSecret;
  readonly fetch: Fetch;
}

/** A message that a bank sent of its own accord. */
export interface CallBack {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** A header by its name in small letters. */
  readonly header: (name: string) => string | null | undefined;
  readonly body: string;
}

/** What a bank said of its own accord about one of this home's payouts, if there is such a payout. */
export interface CalledBack {
  readonly payment: PaymentId;
  readonly answer: BankAnswer;
}

/** Why a call back was refused: nothing follows from it. */
export type CallBackRefusal = "signature_invalid" | "answer_malformed" | "payment_unknown";

/** Talks to the bank of a cell. It does each thing once and tells what came of it: a saga decides what to do again. */
export interface BankConnector {
  /** Sends a payout, if authority as read right now lets this cell; `epoch` as in `maySend`. */
  send(transfer: CreditTransfer, epoch: bigint): Promise<SendAnswer>;
  /** Asks the bank what it has of a payout. */
  ask(payment: PaymentId): Promise<BankAnswer>;
  /** Reads what the bank pushed; signed by it, or refused. */
  read(message: CallBack): Promise<Result<CalledBack, CallBackRefusal>>;
}

/** Nothing is sent by a reading of the authority that is older than this: a thawed connector sends nothing old. */
const READING_MS = 2_000;
/** Bytes of a bank's message. */
const MESSAGE_MAX = 64 * 1024;

/** Makes a connector. */
export function createApp(env: Env, { authority, secret, fetch }: Stores, clock: Clock): BankConnector {
  const own = async (): Promise<HomeAuthority | undefined> => {
    const lease = await authority.read().catch(() => undefined);
    return lease === undefined || lease === "missing" ? undefined : lease.homes[env.cell];
  };
  const keys = async (how?: { readonly fresh: true }): Promise<BankKeys> => {
    const parsed = parseBankKeys(await secret(how), clock.now());
    invariant(parsed.ok, "the bank's secret holds keys");
    return parsed.value;
  };
  const talk = (method: "GET" | "POST", path: string, body: string, with_: BankKeys) =>
    exchange({ method, url: env.bankUrl + path, body, bytesMax: MESSAGE_MAX }, with_, {
      fetch,
      clock,
      freshKeys: () => keys({ fresh: true }),
    });

  return {
    async send(transfer, epoch) {
      // Whatever takes its time comes before the authority is read.
      const body = pacs008(transfer, env.ordering);
      const signing = await keys();
      const began = { wall: clock.now(), monotonic: clock.monotonic() };
      const sending = maySend(await own(), env.cell, env.cell, epoch);
      if (sending !== "send") return { answer: sending === "withhold" ? "withheld" : "ask_first" };
      const age = Math.max(clock.now() - began.wall, clock.monotonic() - began.monotonic);
      if (age > READING_MS) return { answer: "withheld" };
      const reply = await talk("POST", "/payments", body, signing);
      if (!reply.ok) return unknown(reply.refusal);
      if (reply.value.status !== 200 && reply.value.status !== 202) return unknown("status_unexpected");
      return aboutPayment(reply.value.body, transfer.payment);
    },
    async ask(payment) {
      // Read before the question: what the bank did not know then, nobody had sent under a later epoch.
      const held = await own();
      const reply = await talk("GET", `/payments/${endToEndIdOf(payment)}`, "", await keys());
      if (!reply.ok) return unknown(reply.refusal);
      if (reply.value.status === 404) {
        return held === undefined ? unknown("authority_unreadable") : { answer: "not_known", epoch: held.epoch };
      }
      return reply.value.status === 200 ? aboutPayment(reply.value.body, payment) : unknown("status_unexpected");
    },
    async read({ method, path, header, body }) {
      if (Buffer.byteLength(body) > MESSAGE_MAX) return refuse("answer_malformed");
      const signable = { components: requestComponents(method, path), body };
      const check = async (how?: { readonly fresh: true }) =>
        verify(signable, header, (await keys(how)).accepted, clock.now());
      const verified = await check();
      const again = verified === "key_unknown" ? await check({ fresh: true }) : verified;
      if (again !== "valid") return refuse("signature_invalid");
      const report = parsePacs002(body);
      if (!report.ok) return refuse("answer_malformed");
      const payment = paymentOfEndToEnd(env.cell, report.value.endToEndId);
      return payment.ok
        ? ok({ payment: payment.value, answer: answerOf(report.value.status) })
        : refuse("payment_unknown");
    },
  };
}

/** What a report says, if it is about the payment that was asked about. */
function aboutPayment(xml: string, payment: PaymentId): Exclude<BankAnswer, { readonly answer: "not_known" }> {
  const report = parsePacs002(xml);
  const isOurs = report.ok && report.value.endToEndId === endToEndIdOf(payment);
  return isOurs ? answerOf(report.value.status) : unknown("answer_malformed");
}

function answerOf(status: ReportedStatus): Exclude<BankAnswer, { readonly answer: "not_known" }> {
  switch (status.is) {
    case "accepted":
    case "pending":
    case "settled":
      return { answer: status.is };
    case "rejected":
      return { answer: "rejected", reason: status.reason };
    case "unknown":
      return unknown("status_unknown");
  }
}

function unknown(reason: UnknownReason): { readonly answer: "unknown"; readonly reason: UnknownReason } {
  return { answer: "unknown", reason };
}
