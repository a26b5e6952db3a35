import type { Thing } from "../declared/store.ts";
import { readerOf } from "../inputs.ts";

/** What is declared of a type. */
export type Standing = (type: string) => readonly Thing[];

/** A topic as it is declared. */
export interface Topic {
  readonly arn: string;
  readonly region: string;
  readonly policy: string | undefined;
  /** With which its messages are encrypted. */
  readonly key: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who is told what is published to a topic. */
export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Whether it gets a message as it is, and not in an envelope. */
  readonly isRaw: boolean;
}

/** The topic of an ARN, if it stands. */
export function topicOf(standing: Standing, arn: string): Topic | undefined {
  const found = standing("aws:sns/topic:Topic").find(({ outputs }) => outputs["arn"] === arn);
  if (found === undefined) return undefined;
  const inputs = readerOf(found.id, found.outputs);
  const [policy, key] = [inputs.text("policy"), inputs.text("kmsMasterKeyId")];
  return { arn, region: found.region, policy, key, tags: inputs.strings("tags") };
}

/** Everybody who is subscribed to a topic. */
export function subscriptionsOf(standing: Standing, topic: string): readonly Subscription[] {
  return standing("aws:sns/topicSubscription:TopicSubscription").flatMap(({ id, inputs: given }) => {
    const inputs = readerOf(id, given);
    if (inputs.text("topic") !== topic) return [];
    const isRaw = inputs.flag("rawMessageDelivery") ?? false;
    return [{ arn: id, protocol: inputs.requiredText("protocol"), endpoint: inputs.requiredText("endpoint"), isRaw }];
  });
}
