import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "../../functions/stores/clock.ts";
import type { Send } from "../doctor/signed-request.ts";
import type { DlqClients } from "./clients.ts";
import { eventsOf, readBatch } from "./journal-batches.ts";
import { ledgerEventsOf, readLedgerBatch } from "./ledger-batches.ts";
import { letterOf, nameOf, tellLetter, type Batch, type Letter } from "./letters.ts";
import { moveBack } from "./moving.ts";
import type { DeadLetterQueue } from "./queues.ts";
import { discard, letGo, take, type Source, type TakenMessage } from "./taking.ts";

/** What a redrive came to; what is left stays in the queue. */
export interface Redriven {
  readonly done: number;
  readonly left: readonly { readonly what: string; readonly why: string }[];
}

/** How far a redrive has come. */
export interface RedriveProgress {
  readonly done: number;
  readonly of: number;
}

/** What a redrive works with. */
export interface Redriving {
  readonly clients: DlqClients;
  /** Speaks with what no installed SDK client does: the streams of tables. */
  readonly signed: Send;
  readonly clock: Clock;
  /** The stage's name, with which the names of its functions begin. */
  readonly stage: string;
  /** What sweeps a cell's ledger for what its relay did not hand on. */
  inbox(cell: string): string;
  tell(progress: RedriveProgress): void;
}

interface Working extends Redriving {
  readonly sweep: () => Promise<string | undefined>;
}

/** Longer than any function of ours runs, so that nobody else takes a message that is worked on; seconds. */
const HIDE_S = 900;

/**
 * Does again what failed: SQS moves messages back to the queue that they came out of; functions are started again with
 * what they were given. A message goes once that has succeeded, and stays where it was otherwise. Doing it twice is
 * harmless, since doing anything twice is to whoever takes the messages.
 */
export async function redrive(queue: DeadLetterQueue, redriving: Redriving): Promise<Redriven> {
  const { clients, clock, tell } = redriving;
  const client = clients.sqs(queue.region);
  if (queue.fromQueue) {
    const { done, of } = await moveBack(client, queue.arn, clock, tell);
    return { done, left: of > done ? await unmoved(client, queue.url, of - done) : [] };
  }
  const source: Source = { client, url: queue.url };
  const taken = await take(source, Number.POSITIVE_INFINITY, HIDE_S);
  const working = { ...redriving, sweep: sweeping(queue, redriving) };
  const kept = new Set(taken);
  const left: { what: string; why: string }[] = [];
  try {
    for (const group of groupsOf(taken)) {
      const why = await whyNot(() => again(group.letter, queue, working));
      if (why === undefined) {
        await discard(source, group.messages);
        for (const message of group.messages) kept.delete(message);
      } else {
        left.push(...group.messages.map(() => ({ what: tellLetter(group.letter), why })));
      }
      tell({ done: taken.length - kept.size, of: taken.length });
    }
  } finally {
    await letGo(source, [...kept]);
  }
  return { done: taken.length - kept.size, left };
}

/** SQS moves what it has put aside itself; what somebody sent to a dead-letter queue came out of no queue. */
async function unmoved(client: Pick<SQSClient, "send">, QueueUrl: string, most: number): Promise<Redriven["left"]> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  const length = Math.min(most, Number(Attributes?.ApproximateNumberOfMessages ?? 0));
  const why = "SQS has not moved it: it came out of no queue, so find out who sent it, and delete it";
  return Array.from({ length }, () => ({ what: "a message", why }));
}

interface Group {
  readonly letter: Letter;
  readonly messages: TakenMessage[];
}

/** Messages that one call does again for all: every failed run of a schedule asks for the same. */
function groupsOf(taken: readonly TakenMessage[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const message of taken) {
    const letter = letterOf(message);
    const key = letter.about === "start" ? `${nameOf(letter.functionArn)} ${letter.payload}` : message.id;
    const group = groups.get(key) ?? { letter, messages: [] };
    group.messages.push(message);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function whyNot(attempt: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await attempt();
  } catch (fault) {
    return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  }
}

/** Does again what a letter is about; why not, where it cannot be or fails again. */
async function again(letter: Letter, queue: DeadLetterQueue, working: Working): Promise<string | undefined> {
  switch (letter.about) {
    case "start":
      return (await invoke(letter.functionArn, letter.payload, queue, working)).why;
    case "journal":
      return handOver(letter, queue, working);
    case "ledger stream":
      return handOn(letter, queue, working);
    case "item":
    case "unknown":
      return "it names no function to start again";
  }
}

async function handOver(batch: Batch, queue: DeadLetterQueue, redriving: Redriving): Promise<string | undefined> {
  const records = await readBatch(redriving.clients.kinesis(queue.region), batch);
  if (records === undefined) {
    return `the stream has its records no more: run \`cells views rebuild --cell ${queue.cell ?? "CELL"}\``;
  }
  return giveAgain(eventsOf(records, batch), batch, queue, redriving);
}

/** Gives a function what it refused; why it is not done, where the function refuses it once more. */
async function giveAgain(
  events: readonly string[],
  { functionArn }: Batch,
  queue: DeadLetterQueue,
  redriving: Redriving,
): Promise<string | undefined> {
  for (const event of events) {
    const { why, answer } = await invoke(functionArn, event, queue, redriving);
    if (why !== undefined) return why;
    const refused = refusedIn(answer);
    if (refused !== undefined) return `${nameOf(functionArn)} still refuses record ${refused}`;
  }
  return undefined;
}

/**
 * The relay hands on what it could not, to inbox, payouts and webhooks alike. What its stream has forgotten is in the
 * ledger's index of what is due, which the inbox's sweep works off, but for what webhooks were to hear.
 */
async function handOn(batch: Batch, queue: DeadLetterQueue, working: Working): Promise<string | undefined> {
  const changes = await readLedgerBatch(working.signed, batch);
  if (changes !== undefined) return giveAgain(ledgerEventsOf(changes, batch), batch, queue, working);
  return (await working.sweep()) ?? "the stream has its records no more: what is due was swept, webhooks need a replay";
}

/** Starts the sweep of a cell's inbox, once for all letters that need it; why not, where it fails. */
function sweeping(queue: DeadLetterQueue, redriving: Redriving): () => Promise<string | undefined> {
  const start = async (cell: string): Promise<string | undefined> => {
    const inbox = queue.arn.replace(":sqs:", ":lambda:").replace(/[^:]*$/, `function:${redriving.inbox(cell)}`);
    return (await invoke(inbox, JSON.stringify({ sweep: true }), queue, redriving)).why;
  };
  let swept: Promise<string | undefined> | undefined;
  return () => (swept ??= queue.cell === undefined ? Promise.resolve("it belongs to no cell") : start(queue.cell));
}

/** The first item that a batch's answer names as failed (Lambda Developer Guide, "partial batch responses"). */
function refusedIn(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("batchItemFailures" in answer)) return undefined;
  const { batchItemFailures } = answer;
  if (!Array.isArray(batchItemFailures) || batchItemFailures.length === 0) return undefined;
  const [first]: readonly unknown[] = batchItemFailures;
  return typeof first === "object" && first !== null && "itemIdentifier" in first
    ? String(first.itemIdentifier)
    : "it does not say which";
}

interface Invoked {
  readonly why?: string;
  readonly answer?: unknown;
}

async function invoke(
  functionArn: string,
  payload: string,
  queue: DeadLetterQueue,
  { clients, stage }: Redriving,
): Promise<Invoked> {
  // Whoever may put a message there must not choose what an operator's credentials start.
  const account = queue.arn.split(":")[4] ?? "";
  if (!functionArn.startsWith(`arn:aws:lambda:${queue.region}:${account}:function:${stage}-`)) {
    return { why: "it names a function that is none of this stage's" };
  }
  const { FunctionError, Payload } = await clients.lambda(queue.region).send(
    new InvokeCommand({
      FunctionName: functionArn.replace(/:\$LATEST$/, ""),
      InvocationType: "RequestResponse",
      Payload: new TextEncoder().encode(payload),
    }),
  );
  const answer = answerIn(Payload);
  if (FunctionError === undefined) return { answer };
  const told = typeof answer === "object" && answer !== null && "errorMessage" in answer ? answer.errorMessage : "";
  return { why: `${nameOf(functionArn)} failed again: ${String(told) || FunctionError}` };
}

function answerIn(payload: Uint8Array | undefined): unknown {
  const text = payload === undefined ? "" : Buffer.from(payload).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
