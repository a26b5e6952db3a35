import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly debtor: string;
  readonly creditors?: readonly string[];
  readonly seed: string;
  readonly json?: true;
}

/** `cells pay`: posts a payment file to a debtor's payment_batches. */
export function declarePay(cells: Command, context: CliContext): void {
  cells
    .command("pay")
    .description("pay an ISO 20022 file (pain.001.001.09) from an account, as one batch through the edge")
    .argument("<file>", "the payment file")
    .requiredOption("--debtor <account>", "the account that pays")
    .option("--creditors <accounts...>", "accounts to pay in place of the file's IBANs, by the printed rule")
    .option("--seed <text>", "seed of that rule", "1")
    .option("--json", "print the API's answer instead")
    .action((file: string, options: Options) => payFile(file, options, context));
}

async function payFile(file: string, options: Options, context: CliContext): Promise<void> {
  const { accountArgument, connect, tokenFor } = await import("../connection.ts");
  const { creditorRule, rewriteCreditors } = await import("../creditors.ts");
  const { refused } = await import("../problem.ts");
  const { lengthPrefixedHash } = await import("../../functions/domain/ids.ts");
  const debtor = accountArgument(options.debtor);
  const [first, ...others] = (options.creditors ?? []).flatMap((list) => list.split(",")).map(accountArgument);
  let xml = await readText(file);
  if (first !== undefined) {
    if (options.json !== true) context.out(creditorRule(options.seed, others.length + 1));
    xml = rewriteCreditors(xml, [first, ...others], options.seed);
  }
  const connection = await connect(context);
  const token = await tokenFor(debtor, connection);
  const path = `/v1/accounts/${debtor}/payment_batches`;
  const idempotencyKey = `file-${lengthPrefixedHash([xml])}`;
  const reply = await connection.edge.send({ method: "POST", path, token, idempotencyKey, xml });
  if (reply.status !== 200) throw refused(`Paying ${file}`, reply);
  if (options.json === true) context.out(JSON.stringify(reply.body));
  else await printBatch(reply.body, context);
}

async function readText(file: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const { UserError } = await import("../../local/core/errors.ts");
  return readFile(file, "utf8").catch((fault: unknown) => {
    throw new UserError(`${file} cannot be read: there is no such file, or not for you.`, { cause: fault });
  });
}

async function printBatch(batch: Readonly<Record<string, unknown>>, context: CliContext): Promise<void> {
  const v = await import("valibot");
  const { aligned } = await import("../text.ts");
  const line = v.object({ end_to_end_id: v.string(), status: v.string(), code: v.optional(v.string()) });
  const form = v.object({
    id: v.string(),
    message_id: v.string(),
    counts: v.record(v.string(), v.number()),
    lines: v.array(line),
  });
  const { id, message_id: messageId, counts, lines } = v.parse(form, batch);
  context.out(`Batch ${id} of message ${messageId}:`);
  for (const row of aligned(
    Object.entries(counts).map(([name, number]) => [name, `${number}`]),
    [1],
  ))
    context.out(row);
  const others = lines.filter(({ status }) => status !== "completed" && status !== "processing");
  const rows = others.slice(0, SHOWN).map(({ end_to_end_id, status, code }) => [end_to_end_id, status, code ?? ""]);
  for (const row of aligned(rows)) context.out(row);
  if (others.length > SHOWN) context.out(`and ${others.length - SHOWN} more: --json lists them all`);
}

const SHOWN = 10;
