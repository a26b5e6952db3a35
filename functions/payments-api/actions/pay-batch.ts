import {
  homeOf,
  lengthPrefixedHash,
  paymentIdOf,
  type AccountId,
  type PaymentId,
  type Tenant,
} from "../../domain/ids.ts";
import { batchKey, paymentKey } from "../../domain/keys.ts";
import type { LineAnswer } from "../../domain/payment-uploads.ts";
import { isRailsAccount, type PayoutRequest } from "../../domain/payouts.ts";
import { paymentFrom } from "../../domain/payments.ts";
import { firstState } from "../../domain/payment-view.ts";
import { nowhereElse } from "../../domain/stand-in.ts";
import { capacityOver, type PayingDeps } from "../deps.ts";
import { planLine, type LinePlan } from "../iso20022/pain001-lines.ts";
import type { Pain001, Pain001Line } from "../iso20022/pain001.ts";
import { Problem, type ProblemCode } from "../problems.ts";
import { readAccount } from "./accounts.ts";
import { commit } from "./commit.ts";
import { answerFrom, type PaymentAnswer } from "./payment-answer.ts";
import { makePayout } from "./payouts.ts";
import { takePayment } from "./take-payment.ts";

/** What became of a payment file. */
export interface BatchAnswer {
  readonly id: string;
  readonly replayed: boolean;
  readonly lines: readonly LineAnswer[];
}

/** The route under whose name lines have their payment ids. */
const BATCH_ROUTE = "/v1/accounts/{id}/payment_batches";

const CONCURRENCY = 16;
/** The gateway waits 29 s for an answer. */
const START_WITHIN_MS = 20_000;

/** Pays a file as a whole. The same message id with other content is refused before any line. */
export async function payBatch(
  file: Pain001,
  debtor: AccountId,
  tenant: Tenant,
  deps: PayingDeps,
): Promise<BatchAnswer> {
  const { id, replayed } = await recordBatch(file, debtor, tenant, deps);
  return { id, replayed, lines: await payLines(file.lines, { ...file, debtor, tenant }, deps) };
}

/** What the lines of one file have in common. */
export interface LinesOf {
  readonly messageId: string;
  readonly debtor: AccountId;
  readonly tenant: Tenant;
}

/**
 * Pays lines of a file, each an ordinary payment under a key of its own, so that doing it again finishes what was left
 * and repeats nothing.
 */
export async function payLines(
  all: readonly Pain001Line[],
  file: LinesOf,
  deps: PayingDeps,
): Promise<readonly LineAnswer[]> {
  const started = deps.clock.monotonic();
  const inTime = () => deps.clock.monotonic() - started < START_WITHIN_MS;
  const lines: LineAnswer[] = [];
  const queue = all.values();
  const worker = async () => {
    for (const line of queue) {
      const answer = inTime() ? await payLine(line, file, deps) : undecidedLine(line, "unavailable");
      lines.push(answer);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: CONCURRENCY }, worker));
  // Every line that was begun has ended by now, so that nothing is paid after an answer.
  for (const ended of workers) if (ended.status === "rejected") throw ended.reason;
  return lines.sort((a, b) => a.index - b.index);
}

/** Keeps the batch's message id together with a hash of its content; tells when it was there already, in any cell. */
export async function recordBatch(
  file: Pain001,
  debtor: AccountId,
  tenant: Tenant,
  deps: PayingDeps,
): Promise<Pick<BatchAnswer, "id" | "replayed">> {
  const id = `batch_${lengthPrefixedHash([tenant, debtor, file.messageId])}`;
  const capacity = await capacityOver(homeOf(debtor), deps);
  await readAccount(debtor, tenant, deps);
  const { standing } = capacity;
  const content = await deps.stores.hasher.hash({ messageId: file.messageId, lines: file.lines });
  const item = { tenant, debtor, content, count: BigInt(file.count), at: standing.at };
  const others = capacity.as === "standIn" ? capacity.standing.others : [];
  const elsewhere = others.map((cell) => nowhereElse("elsewhere", batchKey(cell, id), "content").write);
  const own = { write: "put", key: batchKey(standing.cell, id), item } as const;
  const refusals = await commit([own, ...elsewhere], capacity, deps);
  if (refusals === undefined) return { id, replayed: false };
  if (refusals[0].old?.["content"] === content) return { id, replayed: true };
  throw new Problem("batch_reused", "Give every payment file a message id of its own.");
}

/**
 * What is known here of lines that this cell stood in for and may not pay any more. It knows its own payments for
 * certain, and of the home's whatever has arrived; a line of which neither is known was never paid here.
 */
export async function endLines(
  lines: readonly Pain001Line[],
  file: LinesOf,
  deps: PayingDeps,
): Promise<readonly LineAnswer[]> {
  const ends: LineAnswer[] = [];
  for (const line of lines) ends.push(await endLine(line, file, deps));
  return ends;
}

async function endLine(line: Pain001Line, file: LinesOf, deps: PayingDeps): Promise<LineAnswer> {
  const { env, stores } = deps;
  const plan = planLine(line);
  const id = paymentIdOf(homeOf(file.debtor), scopeOf(line, file));
  const own = await stores.ledger.get(paymentKey(env.cell, id));
  const item = own ?? (await stores.ledger.get(paymentKey(homeOf(file.debtor), id)));
  if (item === undefined || plan.pays === "nobody") return rejectedLine(line, "misdirected");
  return answered(line, id, answerFrom(paymentFrom(item), { request: await requestOf(plan, line, deps) }));
}

async function payLine(line: Pain001Line, file: LinesOf, deps: PayingDeps): Promise<LineAnswer> {
  const { debtor, tenant } = file;
  const { amount, currency } = line;
  const plan = planLine(line);
  if (plan.pays === "nobody") return rejectedLine(line, plan.code);
  // A payout is a payment to the rails account, which cannot pay itself.
  if (plan.pays === "beneficiary" && isRailsAccount(debtor, currency)) return rejectedLine(line, "payee_not_found");
  if (plan.pays === "account") {
    const isPayable = plan.payee !== debtor && !isRailsAccount(plan.payee, currency);
    const isKnown = isPayable && (await deps.stores.control.knows(homeOf(plan.payee)));
    if (!isKnown) return rejectedLine(line, "payee_not_found");
  }
  const id = paymentIdOf(homeOf(debtor), scopeOf(line, file));
  const request = await requestOf(plan, line, deps);
  try {
    return answered(line, id, await payPlanned(plan, { id, tenant, source: debtor, amount, currency, request }, deps));
  } catch (problem) {
    // A line that is undecided must not hide what became of the others.
    if (problem instanceof Problem) return undecidedLine(line, problem.code);
    throw problem;
  }
}

/** Pays one of our accounts, or pays out to another bank. */
async function payPlanned(
  plan: Exclude<LinePlan, { readonly pays: "nobody" }>,
  request: PayoutRequest,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  if (plan.pays === "account") return takePayment({ ...request, payee: plan.payee, capture: "automatic" }, deps);
  return makePayout(request, plan.beneficiary, deps);
}

/** What a line asks for, as the hash that its payment is stored with. */
function requestOf(
  plan: Exclude<LinePlan, { readonly pays: "nobody" }>,
  { amount, currency }: Pain001Line,
  { stores }: PayingDeps,
): Promise<string> {
  const whom = plan.pays === "account" ? { payee: plan.payee } : { beneficiary: plan.beneficiary };
  return stores.hasher.hash({ ...whom, amount, currency });
}

/** Under what a line's payment has its id: the same one by whichever way and however often the file comes. */
function scopeOf(line: Pain001Line, { tenant, debtor, messageId }: LinesOf) {
  const key = lengthPrefixedHash([messageId, `${line.index}`]);
  return { tenant, method: "POST", route: BATCH_ROUTE, resource: debtor, key } as const;
}

function answered(line: Pain001Line, id: PaymentId, answer: PaymentAnswer): LineAnswer {
  if (answer.answer === "key_reused") return rejectedLine(line, "idempotency_key_reused");
  const { code } = answer.payment;
  if (code !== undefined) return { ...nameOf(line), payment: id, status: "declined", code };
  const status = firstState(answer.payment) === "completed" ? "completed" : "processing";
  return { ...nameOf(line), payment: id, status };
}

function nameOf({ index, endToEndId }: Pain001Line) {
  return { index, endToEndId };
}

function rejectedLine(line: Pain001Line, code: string): LineAnswer {
  return { ...nameOf(line), payment: null, status: "rejected", code };
}

function undecidedLine(line: Pain001Line, code: ProblemCode): LineAnswer {
  return { ...nameOf(line), payment: null, status: "retry", code };
}
