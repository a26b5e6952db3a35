import type { Clock } from "../../functions/stores/clock.ts";
import type { DlqClients } from "./clients.ts";
import { letterOf, tellLetter, type Letter } from "./letters.ts";
import type { DeadLetterQueue } from "./queues.ts";
import { letGo, take, type TakenMessage } from "./taking.ts";

/** A dead-letter queue in a list. */
export interface ListedQueue {
  readonly queue: string;
  readonly cell: string | undefined;
  readonly consumer: string;
  /** As SQS counts them, roughly; those that somebody is holding too. */
  readonly messages: number;
  /** How old the oldest is of those that can be taken; milliseconds. */
  readonly oldestMs: number | undefined;
}

/** A dead letter as a person reads it. */
export interface ShownLetter {
  readonly id: string;
  readonly ageMs: number;
  readonly about: Letter["about"];
  readonly what: string;
  readonly why: string | undefined;
}

/** How far to look. */
export interface Look {
  readonly most: number;
  readonly hideSeconds: number;
}

/** Every queue with how many messages it has and since when; they stay. */
export function listLetters(
  queues: readonly DeadLetterQueue[],
  clients: Pick<DlqClients, "sqs">,
  look: Look,
  clock: Clock,
): Promise<readonly ListedQueue[]> {
  return Promise.all(
    queues.map(async (queue) => {
      const { label, cell, consumer, waiting, held } = queue;
      const [oldest] = waiting === 0 ? [] : await peek(queue, clients, look);
      const oldestMs = oldest === undefined ? undefined : clock.now() - oldest.sentMs;
      return { queue: label, cell, consumer, messages: waiting + held, oldestMs };
    }),
  );
}

/** What the messages of a queue are about, the oldest first; they stay. */
export async function showLetters(
  queue: DeadLetterQueue,
  clients: Pick<DlqClients, "sqs">,
  look: Look,
  clock: Clock,
): Promise<readonly ShownLetter[]> {
  return (await peek(queue, clients, look)).map((message) => {
    const letter = letterOf(message);
    const { about, why } = letter;
    return { id: message.id, ageMs: clock.now() - message.sentMs, about, what: tellLetter(letter), why };
  });
}

/** The oldest first. Whoever wants to work on them next sees them at once. */
async function peek(
  { region, url }: DeadLetterQueue,
  clients: Pick<DlqClients, "sqs">,
  { most, hideSeconds }: Look,
): Promise<readonly TakenMessage[]> {
  const source = { client: clients.sqs(region), url };
  const taken = await take(source, most, hideSeconds);
  await letGo(source, taken);
  return taken;
}
