import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { declareAuditArchive } from "./audit-archive.ts";

interface Options {
  readonly json?: true;
  readonly afterHeal?: true;
  readonly stage?: string;
}

/** `cells audit`: holds the ledger of all regions against the invariants, without changing anything. */
export function declareAudit(cells: Command, context: CliContext): void {
  const command = cells
    .command("audit")
    .description("check the ledger of all regions against its invariants, read-only; exit 1 where one is broken")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--after-heal", "judge what holds at rest, too, even while something is under way")
    .option("--json", "print one JSON object instead")
    .action((options: Options) => audit(options, context));
  declareAuditArchive(command, context);
}

async function audit({ json, afterHeal, stage }: Options, context: CliContext): Promise<void> {
  const { auditUntilSure } = await import("../auditing.ts");
  const { auditJson, auditLines } = await import("../audit-report.ts");
  const { aws, deployment } = await ledgerOf(stage, context);
  const found = await auditUntilSure(aws, deployment, context.clock, { afterHeal: afterHeal === true });
  const sound = found.findings.every(({ breaches }) => breaches.length === 0);
  for (const line of json === true ? [auditJson(found)] : auditLines(found)) context.out(line);
  if (!sound) context.exitCode(1);
}

async function ledgerOf(stage: string | undefined, context: CliContext) {
  const { connect } = await import("../connection.ts");
  if (stage === undefined) return connect(context);
  const { createDeployedAws } = await import("../aws.ts");
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { aws: createDeployedAws(), deployment: readDeployment(projectDirectory, stage) };
}
