import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly json?: true;
  readonly stage?: string;
}

/** `cells audit archive`: the archives' chains, and the ledger as they have it. */
export function declareAuditArchive(audit: Command, context: CliContext): void {
  audit
    .command("archive")
    .description("verify every cell's archive and rebuild the ledger from it, read-only; exit 1 where one is broken")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((_: object, command: Command) => auditArchive(command.optsWithGlobals(), context));
}

async function auditArchive({ json, stage }: Options, context: CliContext): Promise<void> {
  const { auditArchives } = await import("../archive/auditing.ts");
  const { archiveJson, archiveLines } = await import("../archive/report.ts");
  const { sources, deployment } = await sourcesOf(stage, context);
  const found = await auditArchives(sources, deployment, context.clock);
  const lines = json === true ? [archiveJson(found)] : archiveLines(found, context.clock.now());
  for (const line of lines) context.out(line);
  if (found.faults.length > 0) context.exitCode(1);
}

async function sourcesOf(stage: string | undefined, context: CliContext) {
  const { createArchiveClients } = await import("../archive/clients.ts");
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { aws, deployment, cloud } = await connect(context);
    return { deployment, sources: { ...createArchiveClients(cloud.url), dynamodb: aws.dynamodb } };
  }
  const { createDeployedAws } = await import("../aws.ts");
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  const { dynamodb } = createDeployedAws();
  return {
    deployment: readDeployment(projectDirectory, stage),
    sources: { ...createArchiveClients(undefined), dynamodb },
  };
}
