/** "arn:aws:sqs:eu-west-1:111122223333:name" in its parts. */
export interface QueueAddress {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

/** The parts of a queue's ARN, or undefined where it is none. */
export function parseQueueArn(arn: string): QueueAddress | undefined {
  const [, , service, region = "", accountId = "", name = "", ...rest] = arn.split(":");
  return service === "sqs" && name !== "" && rest.length === 0 ? { region, accountId, name } : undefined;
}

/** A queue's ARN. */
export function queueArn({ region, accountId, name }: QueueAddress): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** A queue's URL as AWS forms it. */
export function queueUrl({ region, accountId, name }: QueueAddress): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}

/** The queue's name from its URL (any host) or from its name alone. */
export function queueNameOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
