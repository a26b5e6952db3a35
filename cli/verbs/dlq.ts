import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import type { DlqClients } from "../dlq/clients.ts";
import type { FoundQueues } from "../dlq/queues.ts";
import type { Deployment } from "../deployment.ts";

interface Options {
  readonly stage?: string;
  readonly json?: true;
}

const STAGE = "a deployed stage, by the AWS credentials at hand (default: the running local cloud)";

/** `cells dlq`: what consumers gave up, and doing it again. */
export function declareDlq(cells: Command, context: CliContext): void {
  const dlq = cells.command("dlq").description("the dead-letter queues, where failures of every consumer wait");
  const verb = (name: string, description: string): Command =>
    dlq
      .command(name)
      .description(description)
      .option("--stage <stage>", STAGE)
      .option("--json", "print one JSON object instead");
  verb("list", "print every dead-letter queue with its consumer, its messages and the age of the oldest").action(
    (options: Options) => list(options, context),
  );
  verb("show", "print what the messages of one are about, and leave them there")
    .argument("<queue>", "its name, as `cells dlq list` has it")
    .action((queue: string, options: Options) => show(queue, options, context));
  verb("redrive", "do again what failed; a message goes once that succeeded; exit 1 where some are left")
    .argument("<queue>", "its name, as `cells dlq list` has it")
    .action((queue: string, options: Options) => redriveQueue(queue, options, context));
}

/** So many messages of a queue are looked at for their age or their contents. */
const LOOK_MAX = 200;
/** So long a message that is looked at is out of others' sight, if nobody lives to give it back; seconds. */
const LOOK_S = 30;

async function list({ stage, json }: Options, context: CliContext): Promise<void> {
  const { listLetters } = await import("../dlq/looking.ts");
  const { aligned, age, toJson } = await import("../text.ts");
  const { clients, found } = await placesOf(stage, context);
  const rows = await listLetters(found.queues, clients, { most: LOOK_MAX, hideSeconds: LOOK_S }, context.clock);
  if (json === true) context.out(toJson({ queues: rows, silent: found.silent }));
  else {
    const table = rows.map(({ queue, cell, consumer, messages, oldestMs }) => [
      queue,
      cell ?? "-",
      consumer,
      `${messages}`,
      oldestMs === undefined ? "-" : age(oldestMs),
    ]);
    const head = ["queue", "cell", "consumer", "messages", "oldest"];
    for (const line of aligned([head, ...table], [3, 4])) context.out(line);
  }
  tellSilent(found, context);
}

async function show(name: string, { stage, json }: Options, context: CliContext): Promise<void> {
  const { queueOf } = await import("../dlq/queues.ts");
  const { showLetters } = await import("../dlq/looking.ts");
  const { age, count, toJson } = await import("../text.ts");
  const { clients, found } = await placesOf(stage, context);
  const queue = queueOf(found, name);
  const letters = await showLetters(queue, clients, { most: LOOK_MAX, hideSeconds: LOOK_S }, context.clock);
  if (json === true) return context.out(toJson({ queue: queue.label, consumer: queue.consumer, messages: letters }));
  if (letters.length === 0) return context.out(emptyText(queue));
  context.out(`${queue.label} holds ${count(letters.length, "message")}:`);
  for (const { ageMs, what, why } of letters) {
    context.out(`  ${age(ageMs).padStart(8)}  ${what}${why === undefined ? "" : `\n            ${why}`}`);
  }
  if (letters.length === LOOK_MAX) context.out(`and perhaps more: ${LOOK_MAX} are looked at.`);
}

async function redriveQueue(name: string, { stage, json }: Options, context: CliContext): Promise<void> {
  const { queueOf } = await import("../dlq/queues.ts");
  const { redrive } = await import("../dlq/redriving.ts");
  const { count, toJson } = await import("../text.ts");
  const { createSender } = await import("../doctor/signed-request.ts");
  const { LOCAL_CREDENTIALS } = await import("../aws.ts");
  const { clients, deployment, found, endpoint } = await placesOf(stage, context);
  const queue = queueOf(found, name);
  const { clock, screen } = context;
  const done = await redrive(queue, {
    clients,
    signed: createSender(endpoint, clock, endpoint === undefined ? undefined : LOCAL_CREDENTIALS),
    clock,
    stage: deployment.stage,
    inbox: (cell) => deployment.functionName(cell, "credit-inbox"),
    tell(progress) {
      const line = `${queue.label}  ${progress.done} of ${progress.of} done again`;
      if (screen === undefined) context.err(line);
      else screen.draw(line.slice(0, screen.columns - 1));
    },
  }).finally(() => screen?.clear());
  if (done.left.length > 0) context.exitCode(1);
  if (json === true) return context.out(toJson({ queue: queue.label, done: done.done, left: done.left }));
  if (done.done === 0 && done.left.length === 0) return context.out(emptyText(queue));
  context.out(`${count(done.done, "message")} of ${queue.label} done again.`);
  if (done.left.length === 0) return;
  context.err(`${count(done.left.length, "message")} left where they were:`);
  for (const { what, why } of done.left) context.err(`  ${what}: ${why}`);
}

function emptyText({ label, held }: { readonly label: string; readonly held: number }): string {
  return `${label} is empty${held === 0 ? "" : `, but for ${held} that somebody is looking at`}.`;
}

function tellSilent({ silent }: FoundQueues, context: CliContext): void {
  for (const { place, why } of silent) context.err(`${place} does not answer: ${why}`);
  if (silent.length > 0) context.exitCode(1);
}

interface Places {
  /** Of the local cloud; undefined for AWS. */
  readonly endpoint: string | undefined;
  readonly clients: DlqClients;
  readonly deployment: Deployment;
  readonly found: FoundQueues;
}

async function placesOf(stage: string | undefined, context: CliContext): Promise<Places> {
  const { createDlqClients } = await import("../dlq/clients.ts");
  const { findDeadLetterQueues } = await import("../dlq/queues.ts");
  const { endpoint, deployment } = await deploymentOf(stage, context);
  const clients = createDlqClients(endpoint);
  return { endpoint, clients, deployment, found: await findDeadLetterQueues(deployment, clients) };
}

async function deploymentOf(stage: string | undefined, context: CliContext) {
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { cloud, deployment } = await connect(context);
    return { endpoint: cloud.url, deployment };
  }
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { endpoint: undefined, deployment: readDeployment(projectDirectory, stage) };
}
