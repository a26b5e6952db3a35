import type { Command } from "commander";
import { UserError } from "../../local/core/errors.ts";
import type { CliContext } from "../context.ts";
import type { Outcome } from "../payouts/stuck.ts";
import { declareRotateKey } from "./bank-keys.ts";

interface Options {
  readonly stage?: string;
  readonly json?: true;
}

interface AbandonOptions extends Options {
  readonly bankNeverHadIt?: true;
  readonly why?: string;
}

const STAGE = "a deployed stage, by the AWS credentials at hand (default: the running local cloud)";

/** `cells payouts`: those that wait for somebody, and what an operator does about them. */
export function declarePayouts(cells: Command, context: CliContext): void {
  const payouts = cells.command("payouts").description("payouts that wait for somebody: their amount is held still");
  const verb = (name: string, description: string): Command =>
    payouts
      .command(name)
      .description(description)
      .option("--stage <stage>", STAGE)
      .option("--json", "print one JSON object instead");
  verb("list", "print every payout that stopped before its end, and why").action((options: Options) =>
    list(options, context),
  );
  verb("resume", "take one up again where it stopped: the bank is asked first where it may have it; twice is harmless")
    .argument("<payout>", "its id, as `cells payouts list` has it")
    .action((payout: string, options: Options) => resume(payout, options, context));
  verb("abandon", "give one's amount back to its account: only where the bank has never had it; twice is harmless")
    .argument("<payout>", "its id, as `cells payouts list` has it")
    .option("--bank-never-had-it", "you have asked the bank, and answer for it that it will never pay it")
    .option("--why <text>", "how you know; kept with the decision")
    .action((payout: string, options: AbandonOptions) => abandon(payout, options, context));
  declareRotateKey(payouts, context);
}

async function list({ stage, json }: Options, context: CliContext): Promise<void> {
  const { connectPayouts } = await import("../payouts/connection.ts");
  const { stuckPayouts } = await import("../payouts/stuck.ts");
  const { formatMoney } = await import("../../functions/domain/money.ts");
  const { age, aligned, count, toJson } = await import("../text.ts");
  const { cells, partsOf } = await connectPayouts(stage, context);
  const found = (await Promise.all(cells.map((cell) => stuckPayouts(partsOf(cell))))).flat();
  if (json === true) {
    const rows = found.map(({ payment: { id, tenant, source, amount, currency, at }, saga, why, execution }) => {
      const { sends, asks, end } = saga;
      const stoppedAt = execution.stoppedAt?.toISOString();
      return { payout: id, tenant, account: source, amount, currency, at, why, sends, asks, end, stoppedAt };
    });
    return context.out(toJson({ payouts: rows }));
  }
  const now = context.clock.now();
  const rows = found.map(({ payment, why, saga, execution }) => [
    payment.id,
    formatMoney(payment.amount, payment.currency),
    why,
    saga.end?.end ?? "-",
    `${saga.sends}`,
    execution.stoppedAt === undefined ? "-" : age(now - execution.stoppedAt.getTime()),
  ]);
  const head = ["payout", "amount", "why", "end", "sent", "for"];
  for (const line of rows.length === 0 ? [] : aligned([head, ...rows], [1, 4, 5])) context.out(line);
  context.out(`${count(found.length, "payout waits", "payouts wait")} for somebody.`);
}

async function resume(text: string, { stage, json }: Options, context: CliContext): Promise<void> {
  const { resumePayout } = await import("../payouts/stuck.ts");
  const { parts, id, by } = await placeOf(text, stage, context);
  const outcome = await resumePayout(id, { by }, parts);
  await tell(text, outcome, "goes on", json, context);
}

async function abandon(text: string, options: AbandonOptions, context: CliContext): Promise<void> {
  const { stage, json, why } = options;
  if (options.bankNeverHadIt !== true || why === undefined) {
    throw new UserError(
      "Ask the bank first: a payout that it has would be paid, and its amount be on the account again. If it has " +
        "never had it, say so: --bank-never-had-it --why TEXT.",
    );
  }
  const { abandonPayout } = await import("../payouts/stuck.ts");
  const { parts, id, by } = await placeOf(text, stage, context);
  const outcome = await abandonPayout(id, { by, why }, parts);
  await tell(text, outcome, "is given back", json, context);
}

async function placeOf(text: string, stage: string | undefined, context: CliContext) {
  const { connectPayouts, payoutArgument } = await import("../payouts/connection.ts");
  const { operatorName } = await import("../operator/operator-name.ts");
  const id = payoutArgument(text);
  const { partsAt } = await connectPayouts(stage, context);
  return { id, parts: partsAt(id), by: operatorName(context.variables) };
}

async function tell(id: string, outcome: Outcome, what: string, json: true | undefined, { out }: CliContext) {
  const { formatMoney } = await import("../../functions/domain/money.ts");
  const { toJson } = await import("../text.ts");
  if (json === true) return out(toJson({ payout: id, ...outcome }));
  switch (outcome.outcome) {
    case "begun": {
      const { amount, currency } = outcome.payment;
      return out(`${id}, ${formatMoney(amount, currency)}, ${what}: execution ${outcome.execution}.`);
    }
    case "under_way":
      return out(`${id} is under way: nothing was done.`);
    case "ended":
      return out(`${id} has ended (${outcome.state}): nothing was done.`);
  }
}
