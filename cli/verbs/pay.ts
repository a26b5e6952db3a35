import type { Command } from "commander";
import type { AccountId } from "../../functions/domain/ids.ts";
import type { Connection } from "../connection.ts";
import type { CliContext } from "../context.ts";

interface Options {
  readonly debtor: string;
  readonly creditors?: readonly string[];
  readonly seed: string;
  readonly asIs?: true;
  readonly upload?: true;
  readonly json?: true;
}

/** `cells pay`: posts a payment file to a debtor's payment_batches. */
export function declarePay(cells: Command, context: CliContext): void {
  cells
    .command("pay")
    .description("pay an ISO 20022 file (pain.001.001.09) from an account, as one batch; a large one by an upload")
    .argument("<file>", "the payment file")
    .requiredOption("--debtor <account>", "the account that pays")
    .option(
      "--creditors <accounts...>",
      "accounts to pay in place of the file's IBANs, by the printed rule; all other accounts of the debtor's tenant, " +
        "unless given",
    )
    .option("--seed <text>", "seed of that rule", "1")
    .option("--as-is", "send the file as it is: its creditors are accounts of ours already")
    .option("--upload", "bring the file by an upload even if it would do as a body (up to 5 MB)")
    .option("--json", "print the API's answer instead")
    .action((file: string, options: Options) => payFile(file, options, context));
}

async function payFile(file: string, options: Options, context: CliContext): Promise<void> {
  const { accountArgument, connect, tokenFor } = await import("../connection.ts");
  const { refused } = await import("../problem.ts");
  const { lengthPrefixedHash } = await import("../../functions/domain/ids.ts");
  const debtor = accountArgument(options.debtor);
  const given = await readText(file);
  const connection = await connect(context);
  const xml = options.asIs === true ? given : await withCreditors(given, debtor, options, connection, context);
  const token = await tokenFor(debtor, connection);
  const { FILE_BODY_MAX } = await import("../../functions/domain/payment-uploads.ts");
  const { payByUpload } = await import("../payment-files/uploading.ts");
  if (options.upload === true || Buffer.byteLength(xml) > FILE_BODY_MAX) {
    const batch = await payByUpload({ name: file, xml }, debtor, token, connection, context);
    if (options.json === true) context.out(JSON.stringify(batch));
    else await printBatch({ ...batch }, context);
    return;
  }
  const path = `/v1/accounts/${debtor}/payment_batches`;
  const idempotencyKey = `file-${lengthPrefixedHash([xml])}`;
  const reply = await connection.edge.send({ method: "POST", path, token, idempotencyKey, xml });
  if (reply.status !== 200) throw refused(`Paying ${file}`, reply);
  if (options.json === true) context.out(JSON.stringify(reply.body));
  else await printBatch(reply.body, context);
}

/** The file with accounts of ours in place of its creditors' IBANs, and the rule printed. */
async function withCreditors(
  xml: string,
  debtor: AccountId,
  options: Options,
  { aws, deployment }: Connection,
  context: CliContext,
): Promise<string> {
  const { accountArgument } = await import("../connection.ts");
  const { creditorAccounts, creditorRule, rewriteCreditors } = await import("../creditors.ts");
  const { scanLedger } = await import("../../drills/targets/ledger-scan.ts");
  const { UserError } = await import("../../local/core/errors.ts");
  const named = (options.creditors ?? []).flatMap((list) => list.split(",")).map(accountArgument);
  const [items = []] = named.length > 0 ? [] : [...(await scanLedger(aws, deployment)).regions.values()];
  const [first, ...others] = named.length > 0 ? named : creditorAccounts(items, debtor);
  if (first === undefined) {
    throw new UserError("The debtor's tenant has no other open account of its currency: open one, or say --creditors.");
  }
  if (options.json !== true) context.out(creditorRule(options.seed, others.length + 1));
  return rewriteCreditors(xml, [first, ...others], options.seed);
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
