import { homeOf, type AccountId } from "../../functions/domain/ids.ts";
import { UserError } from "../../local/core/errors.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import type { CliContext } from "../context.ts";
import type { Actors, Tokens } from "../demo/actors.ts";
import { payAll } from "../demo/pay-all.ts";
import type { Debtor, PlannedPayment } from "../demo/payments.ts";
import type { EdgeClient } from "../edge-client.ts";
import { count } from "../text.ts";
import { untilQuiet } from "./quiet.ts";
import { since, usageOf, without, type Usage } from "./usage.ts";

/** What some time of the platform used. */
export interface Window {
  readonly usage: Usage;
  readonly ms: number;
}

/** Payments of one kind, and what they used beyond what is used without any. */
export interface Measured extends Window {
  readonly kind: "within a cell" | "between cells";
  readonly payments: number;
  readonly perSecond: number;
}

/** Where payments are measured. */
export interface MeasuredGround {
  readonly cloud: Pick<LocalCloud, "counts" | "meter" | "underWay">;
  readonly edge: EdgeClient;
  readonly actors: Actors;
  readonly tokens: Tokens;
  readonly context: CliContext;
}

/** What is idle for so long shows what keepers, canaries and sweeps use: four canaries of each cell. */
const IDLE_MS = 20_000;
const CONCURRENCY = 8;
const WARM_UPS = 40;
const AMOUNT = 100n;

/** What an idle platform uses. */
export async function measureIdle({ cloud, context }: MeasuredGround): Promise<Window> {
  context.err(`idle for ${IDLE_MS / 1_000} s, to know what is used anyway`);
  return windowOf(cloud, context, async () => {
    await context.clock.sleep(IDLE_MS);
    // What the last canary has begun belongs to it.
    await untilQuiet(cloud, context);
  });
}

/** Pays from one debtor, first to payees of its own cell, then to those of the others; first without counting. */
export async function measurePayments(
  ground: MeasuredGround,
  debtor: Debtor,
  payments: number,
  idle: Window,
): Promise<readonly Measured[]> {
  const { payees } = ground.actors;
  const near = payees.filter((payee) => homeOf(payee) === debtor.cell);
  const far = payees.filter((payee) => homeOf(payee) !== debtor.cell);
  return [
    await measure(ground, { kind: "within a cell", debtor, payees: near, payments }, idle),
    await measure(ground, { kind: "between cells", debtor, payees: far, payments }, idle),
  ];
}

/** Pays some that nobody counts, so that every function has started and knows what it remembers. */
export async function warmUp(ground: MeasuredGround, debtor: Debtor): Promise<void> {
  await payEach(ground, { debtor, payees: ground.actors.payees, payments: WARM_UPS, name: "warm-up" });
  await untilQuiet(ground.cloud, ground.context);
}

interface Order {
  readonly debtor: Debtor;
  readonly payees: readonly AccountId[];
  readonly payments: number;
}

async function measure(
  ground: MeasuredGround,
  { kind, ...order }: Order & Pick<Measured, "kind">,
  idle: Window,
): Promise<Measured> {
  const { cloud, context } = ground;
  const { clock } = context;
  let paidMs = 0;
  const { usage, ms } = await windowOf(cloud, context, async () => {
    const began = clock.monotonic();
    await payEach(ground, { ...order, name: kind });
    paidMs = clock.monotonic() - began;
    await untilQuiet(cloud, context);
  });
  const { payments } = order;
  const perSecond = (payments * 1_000) / paidMs;
  return { kind, payments, perSecond, ms, usage: without(usage, idle.usage, ms / idle.ms) };
}

async function windowOf(
  { counts, meter }: MeasuredGround["cloud"],
  { clock }: CliContext,
  work: () => Promise<void>,
): Promise<Window> {
  const before = usageOf(counts(), meter());
  const began = clock.monotonic();
  await work();
  return { usage: since(before, usageOf(counts(), meter())), ms: clock.monotonic() - began };
}

async function payEach(
  { edge, tokens, context }: MeasuredGround,
  { debtor, payees, payments, name }: Order & { readonly name: string },
): Promise<void> {
  const planned = Array.from({ length: payments }, (_, number): PlannedPayment => {
    const payee = payees[number % payees.length];
    if (payee === undefined) throw new UserError(`There is no payee for payments ${name}.`);
    const idempotencyKey = `cost-${name.replaceAll(" ", "-")}-${number}`;
    return { debtor, payee, amount: AMOUNT, currency: "EUR", idempotencyKey };
  });
  context.err(`${count(payments, "payment")}, ${name}`);
  const outcomes = await payAll(planned, { edge, tokenOf: tokens.marketplace, concurrency: CONCURRENCY }, context);
  const refused = outcomes.filter(({ answer }) => answer.is !== "accepted");
  if (refused.length > 0) throw new UserError(`${count(refused.length, "payment")} of ${payments} were not accepted.`);
}
