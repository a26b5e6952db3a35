import type { Command } from "commander";
import type { CliContext } from "../context.ts";

/** `cells doctor`: what is still missing before stacks can be deployed, in AWS and on the local cloud alike. */
export function declareDoctor(cells: Command, context: CliContext): void {
  cells
    .command("doctor")
    .description("check account, zone, regions, quotas, secrets and order, changing nothing; exit 1 where one fails")
    .argument("[stacks...]", "the stacks to deploy (default: all of the registry's first stage)")
    .option("--json", "print one JSON object instead")
    .action((stacks: readonly string[], options: { json?: true }) => examineStacks(stacks, options, context));
}

async function examineStacks(
  stacks: readonly string[],
  { json }: { json?: true },
  { variables, clock, out, exitCode }: CliContext,
): Promise<void> {
  const { projectDirectory } = await import("../deployment.ts");
  const { createAwsQuestions } = await import("../doctor/aws-questions.ts");
  const { report } = await import("../doctor/check.ts");
  const { examine } = await import("../doctor/examine.ts");
  const { createSender } = await import("../doctor/signed-request.ts");
  const aws = createAwsQuestions(createSender(variables["AWS_ENDPOINT_URL"], clock));
  const checks = await examine({ directory: projectDirectory, stacks, variables, aws });
  const sound = checks.every(({ status }) => status !== "fail");
  if (json === true) out(JSON.stringify({ sound, checks }));
  else for (const line of report(checks)) out(line);
  if (!sound) exitCode(1);
}
