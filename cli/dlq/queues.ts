import { GetQueueAttributesCommand, ListDeadLetterSourceQueuesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { together } from "../../functions/stores/together.ts";
import { UserError } from "../../local/core/errors.ts";
import type { Deployment } from "../deployment.ts";
import type { DlqClients } from "./clients.ts";

/** A queue where failures wait for somebody. */
export interface DeadLetterQueue {
  /** How an operator calls it: its name, and its region too where several have one of that name. */
  readonly label: string;
  /** The cell that it belongs to; undefined for what a stage has once. */
  readonly cell: string | undefined;
  /** Whose failures it holds. */
  readonly consumer: string;
  readonly region: string;
  readonly url: string;
  readonly arn: string;
  /** Whether its messages came out of a queue, to which SQS itself can move them back. */
  readonly fromQueue: boolean;
  /** Messages that can be taken, and those that somebody is holding; both as roughly as SQS counts. */
  readonly waiting: number;
  readonly held: number;
}

/** What there is, and the places that did not answer. */
export interface FoundQueues {
  readonly queues: readonly DeadLetterQueue[];
  readonly silent: readonly { readonly place: string; readonly why: string }[];
}

interface Place {
  readonly cell: string | undefined;
  readonly region: string;
  readonly prefix: string;
}

/** How names of queues end where failures wait. */
export const DEAD_LETTERS = "-dlq";
/** SQS answers no more at once. */
const PAGE = 1_000;

/** The dead-letter queues of a stage as deployed: those of every cell, and those beside the authority table. */
export async function findDeadLetterQueues(
  { cells, authorityRegions, prefix, globalPrefix }: Deployment,
  clients: Pick<DlqClients, "sqs">,
): Promise<FoundQueues> {
  const places: readonly Place[] = [
    ...cells.map(({ name, region }) => ({ cell: name, region, prefix: `${prefix(name)}-` })),
    ...authorityRegions.map((region) => ({ cell: undefined, region, prefix: `${globalPrefix}-` })),
  ];
  const looked = await Promise.all(
    places.map(async (place) => {
      try {
        return { place, queues: await queuesAt(place, clients) };
      } catch (fault) {
        return { place, queues: [], why: fault instanceof Error ? fault.message : String(fault) };
      }
    }),
  );
  return {
    queues: labelled(looked.flatMap(({ queues }) => queues)),
    silent: looked.flatMap(({ place, why }) => (why === undefined ? [] : [{ place: nameOfPlace(place), why }])),
  };
}

/** The queue that an operator named. Throws `UserError` with the names there are. */
export function queueOf({ queues, silent }: FoundQueues, label: string): DeadLetterQueue {
  const found = queues.find((queue) => queue.label === label);
  if (found !== undefined) return found;
  const known = queues.length === 0 ? "none" : queues.map((queue) => queue.label).join(", ");
  const dark = silent.map(({ place }) => `; ${place} does not answer`).join("");
  throw new UserError(`There is no dead-letter queue ${label}; there are: ${known}${dark}.`);
}

function labelled(queues: readonly DeadLetterQueue[]): readonly DeadLetterQueue[] {
  const isAlone = (label: string) => queues.filter((queue) => queue.label === label).length === 1;
  return queues.map((queue) => (isAlone(queue.label) ? queue : { ...queue, label: `${queue.label}@${queue.region}` }));
}

function nameOfPlace({ cell, region }: Place): string {
  return cell === undefined ? region : `cell ${cell} (${region})`;
}

async function queuesAt(place: Place, clients: Pick<DlqClients, "sqs">): Promise<readonly DeadLetterQueue[]> {
  const client = clients.sqs(place.region);
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = { QueueNamePrefix: place.prefix, MaxResults: PAGE, ...(NextToken === undefined ? {} : { NextToken }) };
    const reply = await client.send(new ListQueuesCommand(page));
    urls.push(...(reply.QueueUrls ?? []).filter((url) => url.endsWith(DEAD_LETTERS)));
    NextToken = reply.NextToken;
  } while (NextToken !== undefined);
  return together(urls.map((QueueUrl) => describe(place, QueueUrl, client)));
}

async function describe(
  { cell, region, prefix }: Place,
  url: string,
  client: ReturnType<DlqClients["sqs"]>,
): Promise<DeadLetterQueue> {
  const [{ Attributes }, { queueUrls = [] }] = await together([
    client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] })),
    client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url })),
  ]);
  const label = url.slice(url.lastIndexOf("/") + 1);
  return {
    label,
    cell,
    consumer: label.slice(prefix.length, -DEAD_LETTERS.length),
    region,
    url,
    arn: Attributes?.QueueArn ?? "",
    fromQueue: queueUrls.length > 0,
    waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    held: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
