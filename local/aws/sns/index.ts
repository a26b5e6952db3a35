import type { Hono } from "hono";
import type { AuthorizationRequest, Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf, refuseUnknown, type Reader } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { serviceCaller } from "../principals.ts";
import { sendOrLose } from "../sqs/send-to-queue.ts";
import { uuid } from "../uuid.ts";
import { createOutbox, outboxRoutes } from "./outbox.ts";
import { subscriptionsOf, topicOf, type Standing, type Subscription, type Topic } from "./topics.ts";

/** The model of Amazon SNS: topics and subscriptions as they are declared. */
export interface Sns {
  readonly service: ServiceModel;
  /** `GET /_local/notifications`. */
  readonly routes: Hono;
  /** Publishes on behalf of a resource of the account; what topic or key refuses is lost, as on AWS, and noted. */
  notify(by: { readonly principal: string; readonly arn: string }, message: Published): Promise<void>;
}

/** A message on its way to a topic. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
}

/** What SNS works with. */
export interface SnsDependencies {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly standing: Standing;
  /** What the use of a topic's key is judged by. */
  readonly keys: KeyUses;
  /** How one service calls another: judged and without HTTP. */
  readonly call: (call: Call) => Promise<Readonly<Record<string, unknown>>>;
}

/** What is answered; everything else is refused by name. */
const actions: ReadonlySet<string> = new Set(["Publish", "ListSubscriptionsByTopic"]);

/** Bytes of a message. */
const MESSAGE_MAX = 262_144;

/** SNS in all regions. Source: the Amazon SNS API reference and its developer guide, "Encryption at rest". */
export function createSns(deps: SnsDependencies): Sns {
  const { kernel, standing, call } = deps;
  const outbox = createOutbox();

  /** Queues get it; what leads out of the account lies in the outbox, where its people would find it. */
  async function deliver(topic: Topic, told: Told): Promise<void> {
    const to = subscriptionsOf(standing, topic.arn);
    const { subject, message } = told;
    const recipients = to.map(({ protocol, endpoint }) => ({ protocol, endpoint }));
    const named = subject === undefined ? {} : { subject };
    outbox.published({ at: kernel.now(), topic: topic.arn, ...named, message, to: recipients });
    for (const one of to.filter(({ protocol }) => protocol === "sqs")) {
      const caller = () => serviceCaller("sns.amazonaws.com", deps.accountId, topic.arn);
      const body = one.isRaw ? message : JSON.stringify(envelope(topic, one, told, kernel.now()));
      await sendOrLose(call, caller, uuid(kernel), { queueArn: one.endpoint, body });
    }
  }

  async function publish(region: string, input: Reader): Promise<Readonly<Record<string, unknown>>> {
    refuseUnknown(input, ["TopicArn", "Message", "Subject"]);
    const topic = topicAt(standing, region, input.requiredText("TopicArn"));
    const [message, subject] = [input.requiredText("Message"), input.text("Subject")];
    if (Buffer.byteLength(message) > MESSAGE_MAX) throw invalid("Message too long");
    if (subject !== undefined && !/^[\x20-\x7e]{1,99}$/.test(subject)) throw invalid("Subject");
    const id = uuid(kernel);
    await deliver(topic, { id, message, subject });
    return { MessageId: id };
  }

  return {
    service: {
      name: "sns",
      async handle({ action, region, input }) {
        const reader = readerOf(`sns:${action}`, input);
        if (action === "Publish") return publish(region, reader);
        const { arn } = topicAt(standing, region, reader.requiredText("TopicArn"));
        return { Subscriptions: subscriptionsOf(standing, arn).map((one) => described(one, arn, deps.accountId)) };
      },
      authorizations: (request) => authorizations(deps, request),
    },
    routes: outboxRoutes(outbox),
    async notify({ principal, arn }, { topic, subject, message }) {
      const caller = serviceCaller(principal, deps.accountId, arn);
      const input = { TopicArn: topic, Subject: subject, Message: message };
      try {
        const region = arn.split(":")[3] ?? "";
        await call({ service: "sns", action: "Publish", region, input, caller, requestId: uuid(kernel) });
      } catch (fault) {
        if (!(fault instanceof AwsError)) throw fault;
        outbox.refused({ at: kernel.now(), topic, by: arn, why: `${fault.code}: ${fault.message}` });
      }
    },
  };
}

interface Told {
  readonly id: string;
  readonly message: string;
  readonly subject: string | undefined;
}

/** The topic's own policy has a say, and the policy of the key that it is encrypted with. */
function authorizations({ standing, keys }: SnsDependencies, call: Call): readonly AuthorizationRequest[] {
  // Before anything is asked of the input: few calls of SNS name a topic.
  if (!actions.has(call.action)) throw notImplemented(`sns:${call.action}`);
  const arn = readerOf(call.action, call.input).requiredText("TopicArn");
  const topic = topicOf(standing, arn);
  const request = {
    action: `sns:${call.action}`,
    resource: arn,
    context: {},
    resourceTags: topic?.tags ?? {},
    resourcePolicy: { kind: "resource", text: topic?.policy },
  } as const;
  if (topic?.key === undefined || call.action !== "Publish") return [request];
  const use = { region: call.region, key: topic.key, actions: ["kms:GenerateDataKey", "kms:Decrypt"] };
  // A service of AWS's uses the key in its own name; whoever else publishes, through SNS.
  const through = call.caller.kind === "service" ? {} : { service: "sns" };
  return [request, ...keys({ ...use, ...through, encryptionContext: { "aws:sns:topicArn": arn } })];
}

function topicAt(standing: Standing, region: string, arn: string): Topic {
  const topic = topicOf(standing, arn);
  if (topic?.region === region) return topic;
  throw new AwsError("NotFound", "Topic does not exist", 404);
}

function invalid(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html; nothing is signed. */
function envelope(topic: Topic, { arn }: Subscription, { id, message, subject }: Told, now: number) {
  return {
    Type: "Notification",
    MessageId: id,
    TopicArn: topic.arn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: new Date(now).toISOString(),
    UnsubscribeURL: `https://sns.${topic.region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`,
  };
}

function described({ arn, protocol, endpoint }: Subscription, TopicArn: string, Owner: string) {
  return { SubscriptionArn: arn, Owner, Protocol: protocol, Endpoint: endpoint, TopicArn };
}
