import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly stage?: string;
  readonly json?: true;
}

/** `cells trace`: the way of one payment through edge, cells and queues, with times. */
export function declareTrace(cells: Command, context: CliContext): void {
  cells
    .command("trace")
    .description("print the way of a payment as a tree with times: edge, API, ledger, relay, the other cell, views")
    .argument("<payment>", "its id, pay_…")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((payment: string, options: Options) => trace(payment, options, context));
}

async function trace(text: string, { stage, json }: Options, context: CliContext): Promise<void> {
  const { parsePaymentId } = await import("../../functions/domain/ids.ts");
  const { UserError } = await import("../../local/core/errors.ts");
  const { readTraces } = await import("../trace/reading.ts");
  const { traceLines } = await import("../trace/text.ts");
  const { toJson } = await import("../text.ts");
  const id = parsePaymentId(text);
  if (!id.ok) throw new UserError(`${text} is no payment id: they look like pay_eu_ and 32 hex digits.`);
  const { aws, send, deployment } = await placeOf(stage, context);
  const traced = await readTraces(id.value, { aws, send, deployment, context });
  if (json === true)
    context.out(toJson({ payment: traced.payment.id, state: traced.payment.state, ...tracesOf(traced) }));
  else for (const line of traceLines(traced, deployment)) context.out(line);
  for (const { region, why } of traced.silent) context.err(`X-Ray in ${region} does not answer: ${why}`);
  if (traced.silent.length > 0) context.exitCode(1);
}

function tracesOf({ traces, silent }: { readonly traces: unknown; readonly silent: unknown }) {
  return { traces, silent };
}

async function placeOf(stage: string | undefined, context: CliContext) {
  const { createSender } = await import("../doctor/signed-request.ts");
  const { createDeployedAws, LOCAL_CREDENTIALS } = await import("../aws.ts");
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { aws, cloud, deployment } = await connect(context);
    return { aws, deployment, send: createSender(cloud.url, context.clock, LOCAL_CREDENTIALS) };
  }
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  const deployment = readDeployment(projectDirectory, stage);
  return { aws: createDeployedAws(), deployment, send: createSender(undefined, context.clock) };
}
