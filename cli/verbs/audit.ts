import type { Command } from "commander";
import type { Finding } from "../../drills/checkers/index.ts";
import type { CliContext } from "../context.ts";

/** `cells audit`: holds the ledger of all regions against the invariants, without changing anything. */
export function declareAudit(cells: Command, context: CliContext): void {
  cells
    .command("audit")
    .description("check the ledger of all regions against its invariants, read-only; exit 1 where one is broken")
    .option("--json", "print one JSON object instead")
    .action((options: { json?: true }) => audit(options, context));
}

async function audit({ json }: { json?: true }, context: CliContext): Promise<void> {
  const { connect } = await import("../connection.ts");
  const { auditUntilSure } = await import("../auditing.ts");
  const { aws, deployment } = await connect(context);
  const { findings, items, moving } = await auditUntilSure(aws, deployment, context.clock);
  const sound = findings.every(({ breaches }) => breaches.length === 0);
  if (json === true) await printJson(findings, items, sound, context);
  else await printFindings(findings, items, moving, context);
  if (!sound) context.exitCode(1);
}

async function printJson(findings: readonly Finding[], items: number, sound: boolean, { out }: CliContext) {
  const { toJson } = await import("../text.ts");
  const checks = findings.map(({ checker: { name, claim }, breaches }) => ({ name, claim, breaches }));
  out(toJson({ sound, items, checks }));
}

async function printFindings(findings: readonly Finding[], items: number, moving: boolean, { out }: CliContext) {
  const { aligned, count, toJson } = await import("../text.ts");
  const rows = findings.map(({ checker, breaches }) => [
    breaches.length === 0 ? "holds" : "BROKEN",
    checker.name,
    checker.claim,
  ]);
  for (const line of aligned(rows)) out(line);
  for (const { checker, breaches } of findings) {
    for (const { fault, items } of breaches) {
      out(`\n${checker.name}: ${fault}`);
      for (const stored of items) out(`  ${toJson({ ...stored.key, ...stored.item })}`);
    }
  }
  const total = findings.reduce((sum, { breaches }) => sum + breaches.length, 0);
  out(`\n${count(items, "item")} read, ${count(total, "breach", "breaches")}.`);
  if (moving) out("The ledger was being written to all the while: ask again when it is quiet.");
}
