import type { Command } from "commander";
import { UserError } from "../../local/core/errors.ts";
import type { CliContext } from "../context.ts";
import type { PayoutFile } from "../vault/people.ts";

interface Options {
  readonly why?: string;
  readonly stage?: string;
  readonly json?: true;
}

interface ExportOptions extends Options {
  readonly out?: string;
}

const WHOM = "a payout's id, or an IBAN, or ROUTING/ACCOUNT of a US account; - reads it from standard input";

/** `cells vault`: the data of a person whom payouts pay, each look kept with who took it and why. */
export function declareVault(cells: Command, context: CliContext): void {
  const vault = cells.command("vault").description("personal data of those whom payouts pay; every look is recorded");
  const verb = (name: string, description: string): Command =>
    vault
      .command(name)
      .description(description)
      .argument("<whom>", WHOM)
      .option("--why <text>", "at whose word, and what for; recorded with the look")
      .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
      .option("--json", "print one JSON object instead");
  verb("show", "print whom a payout pays, or all that was paid to an account, and who has looked").action(
    (whom: string, options: Options) => show(whom, options, context),
  );
  verb("export", "write all that there is about a person as JSON, to hand it out")
    .option("--out <file>", "write it there instead of printing it")
    .action((whom: string, options: ExportOptions) => exportFiles(whom, options, context));
  verb("erase", "destroy the keys of a person's data for good; payouts and statements stay; twice is harmless").action(
    (whom: string, options: Options) => erase(whom, options, context),
  );
}

async function show(text: string, options: Options, context: CliContext): Promise<void> {
  const { openFiles, accountText } = await import("../vault/requests.ts");
  const { aligned } = await import("../text.ts");
  const { whom, looker, vaults } = await placesOf(text, options, context);
  const files: readonly PayoutFile[] = await openFiles(whom, "showing", looker, vaults);
  if (options.json === true) return context.out(JSON.stringify({ payouts: files }));
  for (const { payout, people, screening, accesses } of files) {
    context.out(payout);
    for (const person of people) {
      if (person.is === "erased") context.out(`  pays        erased on ${person.at}`);
      else context.out(`  pays        ${person.beneficiary.name}, ${accountText(person.beneficiary)}`);
    }
    const flags = screening?.flags.map(({ rule, detail }) => `${rule}: ${detail}`).join("; ") ?? "";
    context.out(`  screened    ${screening?.verdict ?? "not yet"}${flags === "" ? "" : ` (${flags})`}`);
    const looks = accesses.map(({ at, purpose, by = "", why = "" }) => [`  looked at   ${at}`, purpose, by, why]);
    for (const line of aligned(looks)) context.out(line);
  }
}

async function exportFiles(text: string, { out, ...options }: ExportOptions, context: CliContext): Promise<void> {
  const { openFiles } = await import("../vault/requests.ts");
  const { count } = await import("../text.ts");
  const { writePrivateFile } = await import("../private-file.ts");
  const { whom, looker, vaults } = await placesOf(text, options, context);
  const files: readonly PayoutFile[] = await openFiles(whom, "export", looker, vaults);
  const json = JSON.stringify({ exported_at: new Date(context.clock.now()).toISOString(), payouts: files }, null, 2);
  if (out === undefined) return context.out(json);
  await writePrivateFile(out, `${json}\n`).catch((fault: unknown) => {
    throw new UserError(`The export cannot be written to ${out}: ${String(fault)}`, { cause: fault });
  });
  if (options.json === true) context.out(JSON.stringify({ file: out, payouts: files.length }));
  else context.err(`${out} is written: ${count(files.length, "payout")}.`);
}

async function erase(text: string, options: Options, context: CliContext): Promise<void> {
  const { eraseFiles } = await import("../vault/requests.ts");
  const { whom, looker, vaults } = await placesOf(text, options, context);
  const done = await eraseFiles(whom, looker, vaults);
  if (options.json === true) return context.out(JSON.stringify({ payouts: done }));
  for (const { payout, erased } of done) {
    context.out(`${payout}  ${erased === 0 ? "nothing left to erase" : "erased"}`);
  }
  if (done.length === 0) context.out("No vault has anything about that: nothing was erased.");
}

async function placesOf(text: string, { why, stage }: Options, context: CliContext) {
  const { connectVaults } = await import("../vault/connection.ts");
  const { whomOf } = await import("../vault/requests.ts");
  const { operatorName } = await import("../operator/operator-name.ts");
  if (why === undefined || why.trim() === "") {
    throw new UserError("Say why: --why TEXT is recorded with the look, beside who you are.");
  }
  const whom = whomOf(text === "-" ? await fromInput() : text);
  const vaults = await connectVaults(stage, context);
  return { whom, vaults, looker: { by: operatorName(context.variables), why } };
}

/** What a shell's history need not have. */
async function fromInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8").trim();
}
