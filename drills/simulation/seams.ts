import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  type CancellationReason,
} from "@aws-sdk/client-dynamodb";
import { ConflictException, type CloudFrontKeyValueStoreClient } from "@aws-sdk/client-cloudfront-keyvaluestore";
import type { KMSClient } from "@aws-sdk/client-kms";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { AwsError } from "../../local/core/errors.ts";
import { jsonFault, jsonReply, parseJsonInput, parseTarget } from "../../local/http/json-protocol.ts";
import type { Reply } from "../../local/http/reply.ts";
import type { Container } from "./containers.ts";
import type { Outcome } from "./flights.ts";
import type { Transport } from "./transport.ts";

/**
 * The one place below the production stores: `sdk` is a real client whose requests end in the transport instead of a
 * socket; `direct` hands commands over without any wire form. Both show the transport the same calls.
 */
export type Seam = "sdk" | "direct";

/** The clients that a container's stores are given. */
export interface Clients {
  dynamoDb(region: string): Pick<DynamoDBClient, "send">;
  sqs(region: string): Pick<SQSClient, "send">;
  /** The router's store: straight to its model in both seams. */
  keyValueStore(): Pick<CloudFrontKeyValueStoreClient, "send">;
  /** Keys for data: straight to their model likewise. */
  keyManagement(): Pick<KMSClient, "send">;
}

/** Clients of one container. */
export function createClients(seam: Seam, transport: Transport, from: Container): Clients {
  return seam === "direct" ? directClients(transport, from) : sdkClients(transport, from);
}

function directClients(transport: Transport, from: Container): Clients {
  // The overloads of `send` cannot be written for a seam; stores use it by one command and its output at a time.
  return {
    dynamoDb: (region) => directClient(transport, from, "dynamodb", region) as unknown as DynamoDBClient,
    sqs: (region) => directClient(transport, from, "sqs", region) as unknown as SQSClient,
    keyValueStore: () => keyValueStore(transport, from),
    keyManagement: () => keyManagement(transport, from),
  };
}

function keyManagement(transport: Transport, from: Container): KMSClient {
  // As above.
  return directClient(transport, from, "kms", from.region) as unknown as KMSClient;
}

function keyValueStore(transport: Transport, from: Container): CloudFrontKeyValueStoreClient {
  // As above.
  return directClient(
    transport,
    from,
    "cloudfront-keyvaluestore",
    from.region,
  ) as unknown as CloudFrontKeyValueStoreClient;
}

/** A client without any wire form. */
export function directClient(transport: Transport, from: Container, service: string, region: string) {
  return {
    async send(command: { readonly input: object }, options: { readonly abortSignal?: unknown } = {}) {
      const action = actionOf(command);
      // The input of a command is an object of AWS's field names.
      const input = command.input as Readonly<Record<string, unknown>>;
      const outcome = await transport.exchange(from, { service, action, region, input }, options.abortSignal);
      if (outcome.ok) return outcome.output;
      throw sdkError(outcome.error);
    },
  };
}

const actions = new Map<unknown, string>();

function actionOf(command: object): string {
  const known = actions.get(command.constructor);
  if (known !== undefined) return known;
  const action = command.constructor.name.replace(/Command\d*$/, "");
  actions.set(command.constructor, action);
  return action;
}

/** An error of the model as the SDK throws it. */
export function sdkError({ code, message, details, status }: AwsError): Error {
  const $metadata = { httpStatusCode: status };
  if (code === "TransactionCanceledException") {
    // What the model answers is what the wire carries.
    const CancellationReasons = details["CancellationReasons"] as CancellationReason[];
    return new TransactionCanceledException({ message, $metadata, CancellationReasons });
  }
  if (code === "ConflictException") return new ConflictException({ message, $metadata });
  if (code === "ConditionalCheckFailedException") {
    // Likewise: the item that was in the way, where it was asked for.
    const Item = details["Item"] as ConditionalCheckFailedException["Item"];
    return new ConditionalCheckFailedException({ message, $metadata, Item });
  }
  return Object.assign(new Error(message), { name: code, $metadata });
}

/** Credentials that nobody checks: below these clients there is a model, not a network. */
const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const CONTENT_TYPE = "application/x-amz-json-1.0";

/** What a call is known by at the end of its client: whose it is, and over which network it goes. */
interface SentBy {
  readonly abortSignal?: unknown;
  readonly from: Container;
  readonly transport: Transport;
}

/** Calls that have not reached the end of their client yet, by their commands' inputs. */
const underway = new WeakMap<object, SentBy>();

/** Headers that nobody reads and records that nobody keeps cost a third of a call. */
const UNREAD = [
  "loggerMiddleware",
  "getUserAgentMiddleware",
  "recursionDetectionMiddleware",
  "hostHeaderMiddleware",
] as const;

interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A command, as far as a seam looks at it. */
export interface SentCommand {
  readonly input: object;
}

interface SharedClient {
  send(command: object): Promise<unknown>;
  readonly middlewareStack: {
    remove(name: string): boolean;
    add(middleware: ReturnType<typeof handlerOf>, options: Readonly<Record<string, string>>): void;
  };
}

/** One client of each service and region for all runs: making one costs more than a hundred calls. */
const shared = new Map<string, SharedClient>();

/** What every client is made with. */
export const SETTINGS = {
  credentials,
  maxAttempts: 1,
  // Nobody verifies a signature here, so none is made.
  signer: { sign: (request: unknown) => Promise.resolve(request) },
  // The way through a client is laid once for each command, as long as no call has options of its own.
  cacheMiddleware: true,
};

function coreClient(service: "dynamodb" | "sqs", region: string): SharedClient {
  return sharedClient(service, region, () => {
    // The SDK's own types of signer and handler ask for more than its code uses.
    const settings: object = { region, ...SETTINGS };
    return service === "sqs"
      ? new SQSClient({ ...settings, useQueueUrlAsEndpoint: false, md5: false })
      : new DynamoDBClient(settings);
  });
}

/** The client of a service and region that ends in a run's transport; `make` makes it where there is none yet. */
export function sharedClient(service: string, region: string, make: () => object): SharedClient {
  const name = `${service} ${region}`;
  const known = shared.get(name);
  if (known !== undefined) return known;
  const client = make();
  // The overloads of `send` again, and of the stack, which is one of all clients.
  const made = client as unknown as SharedClient;
  for (const unread of UNREAD) made.middlewareStack.remove(unread);
  // In the place of a socket: nothing is nearer to the end of a client.
  made.middlewareStack.add(handlerOf(region), { step: "deserialize", priority: "low", name: "simulated" });
  shared.set(name, made);
  return made;
}

/** Sends a command over a client whose call is known at its end. */
export function sendOver(client: SharedClient, command: SentCommand, by: SentBy): Promise<unknown> {
  if (underway.has(command.input)) throw new Error("The same input is on its way already.");
  underway.set(command.input, by);
  return client.send(command);
}

function sdkClients(transport: Transport, from: Container): Clients {
  const client = (service: "dynamodb" | "sqs", region: string) => ({
    send: (command: SentCommand, { abortSignal }: { readonly abortSignal?: unknown } = {}) =>
      sendOver(coreClient(service, region), command, { abortSignal, from, transport }),
  });
  return {
    // See the seam above: the overloads of `send`.
    dynamoDb: (region) => client("dynamodb", region) as unknown as DynamoDBClient,
    sqs: (region) => client("sqs", region) as unknown as SQSClient, // likewise
    keyValueStore: () => keyValueStore(transport, from),
    keyManagement: () => keyManagement(transport, from),
  };
}

/** A client looks at the machine's configuration with its first call: that is done before any run begins. */
export async function warmUp(seam: Seam, regions: readonly string[]): Promise<void> {
  if (seam === "direct") return;
  const transport: Transport = { exchange: () => Promise.resolve({ ok: true, output: {} }) };
  // In these calls nobody asks whose they are.
  const by = { from: {} as Container, transport };
  for (const region of regions) {
    if (shared.has(`dynamodb ${region}`)) continue;
    const Key = { pk: { S: "warm" }, sk: { S: "warm" } };
    await sendOver(coreClient("dynamodb", region), new GetItemCommand({ TableName: "warm", Key }), by);
    const Entries = [{ Id: "0", MessageBody: "warm" }];
    const QueueUrl = "https://sqs.simulated/111122223333/warm";
    await sendOver(coreClient("sqs", region), new SendMessageBatchCommand({ QueueUrl, Entries }), by);
  }
}

function handlerOf(region: string) {
  return () => async (args: { readonly input: object; readonly request: unknown }) => {
    const by = underway.get(args.input);
    if (by === undefined) throw new Error("A call belongs to a run.");
    underway.delete(args.input);
    const { abortSignal, from, transport } = by;
    // All protocols of AWS are over HTTP.
    const request = args.request as WireRequest;
    const { action, ...named } = parseTarget(request.headers["x-amz-target"] ?? "");
    const input = parseJsonInput(textOf(request.body));
    const outcome = await transport.exchange(from, { service: named.service, action, region, input }, abortSignal);
    return { response: wireReply(outcome, named, CONTENT_TYPE) };
  };
}

function wireReply(outcome: Outcome, named: Parameters<typeof jsonFault>[0], contentType: string) {
  const reply: Reply = outcome.ok
    ? jsonReply(named.service, contentType, "simulated", outcome.output)
    : jsonFault(named, contentType, "simulated", outcome.error);
  return { statusCode: reply.status, headers: reply.headers, body: Buffer.from(reply.body) };
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8") : "";
}
