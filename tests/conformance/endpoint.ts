import "@aws-sdk/signature-v4a";
import * as keyValueStore from "@aws-sdk/client-cloudfront-keyvaluestore";
import * as cognito from "@aws-sdk/client-cognito-identity-provider";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as sfn from "@aws-sdk/client-sfn";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import type { Fields, ServiceName } from "./case.ts";
import { createKeyValueStoreControl } from "./key-value-store-control.ts";
import { callJson, type JsonService } from "./signed-call.ts";
import type { Stagehands } from "./targets/target.ts";

/** Where the tables are run against. */
export interface Place {
  readonly url: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** What a call came to: an answer, or the error that the client threw, with all its members. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Fields }
  | { readonly kind: "failure"; readonly failure: Fields };

/** Calls operations of one endpoint by their names. */
export interface Endpoint {
  call(service: ServiceName, operation: string, input: Fields): Promise<Outcome>;
  /** Lets go of all connections. */
  close(): void;
}

/** The part of an SDK client that is used here; the classes differ in types only. */
interface SdkClient {
  send(command: unknown): Promise<object>;
  readonly middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: { readonly step: string; readonly priority: string }): void;
  };
  destroy(): void;
}

type Handler = (command: { readonly request: { hostname: string } }) => Promise<unknown>;

type ClientModule = Readonly<Record<string, unknown>>;

/** Services whose calls go through AWS's own client. */
const MODULES: Readonly<Partial<Record<ServiceName, { readonly module: ClientModule; readonly client: string }>>> = {
  dynamodb: { module: dynamodb, client: "DynamoDBClient" },
  sqs: { module: sqs, client: "SQSClient" },
  kms: { module: kms, client: "KMSClient" },
  s3: { module: s3, client: "S3Client" },
  sts: { module: sts, client: "STSClient" },
  lambda: { module: lambda, client: "LambdaClient" },
  scheduler: { module: scheduler, client: "SchedulerClient" },
  states: { module: sfn, client: "SFNClient" },
  "cognito-idp": { module: cognito, client: "CognitoIdentityProviderClient" },
  "cloudfront-keyvaluestore": { module: keyValueStore, client: "CloudFrontKeyValueStoreClient" },
};

/** Services whose clients this repository does without: their JSON protocol is spoken here. */
const JSON_SERVICES: Readonly<Partial<Record<ServiceName, JsonService>>> = {
  "dynamodb-streams": { signedAs: "dynamodb", target: "DynamoDBStreams_20120810", version: "1.0" },
  kinesis: { signedAs: "kinesis", target: "Kinesis_20131202", version: "1.1" },
  logs: { signedAs: "logs", target: "Logs_20140328", version: "1.1" },
};

const say = (): void => undefined;
/** The clients warn of deprecations at every call; the tables are the only report. */
const silent = { trace: say, debug: say, info: say, warn: say, error: say };

/** Clients of one endpoint; a call is sent once, since a table says what its first answer is. */
export function connect(place: Place, stagehands: Stagehands = {}): Endpoint {
  const clients = new Map<ServiceName, SdkClient>();
  const settings = {
    endpoint: place.url,
    region: place.region,
    credentials: place.credentials,
    maxAttempts: 1,
    // A connection kept for later may be closed by its server just as it is used again, and nothing is sent twice here.
    requestHandler: { httpAgent: { keepAlive: false } },
    // The URL that a queue calls itself may name a host that only the emulator knows.
    useQueueUrlAsEndpoint: false,
    // Before a loopback address no prefix can stand.
    disableHostPrefix: true,
    logger: silent,
  };
  const clientOf = (
    service: ServiceName,
  ): { readonly client: SdkClient; readonly module: ClientModule } | undefined => {
    const made = MODULES[service];
    if (made === undefined) return undefined;
    const client = clients.get(service) ?? create(made, settings);
    clients.set(service, client);
    return { client, module: made.module };
  };
  const send = async (service: ServiceName, operation: string, input: Fields): Promise<Fields> => {
    const stagehand = stagehands[`${service}:${operation}`];
    if (stagehand !== undefined) return stagehand(input);
    if (service === "cloudfront") return createKeyValueStoreControl(place, operation, input);
    const json = JSON_SERVICES[service];
    if (json !== undefined) return callJson(place, json, operation, input);
    const found = clientOf(service);
    const Command = found?.module[`${operation}Command`];
    if (found === undefined || typeof Command !== "function") throw new Error(`No client has ${service}:${operation}`);
    // Every member whose name ends in Command is a class of commands.
    const command = new (Command as new (input: Fields) => unknown)(input);
    return { ...(await found.client.send(command)) };
  };
  return {
    async call(service, operation, input) {
      try {
        return { kind: "answer", answer: await readStreams(await send(service, operation, input)) };
      } catch (fault) {
        if (!(fault instanceof Error)) throw fault;
        return { kind: "failure", failure: { ...membersOf(fault), name: fault.name, message: fault.message } };
      }
    },
    close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** Makes a client; a KeyValueStore's puts the account before the host, which no loopback address can take. */
function create(
  { module, client: name }: { readonly module: ClientModule; readonly client: string },
  settings: Fields & { readonly endpoint: string },
): SdkClient {
  // The name is one of the module's own client classes, all made from such settings.
  const Client = module[name] as new (configuration: object) => SdkClient;
  if (module !== keyValueStore) return new Client(settings);
  const endpoint = new URL(settings.endpoint);
  const { hostname } = endpoint;
  endpoint.hostname = "localhost";
  const client = new Client({ ...settings, endpoint: endpoint.href });
  client.middlewareStack.add(
    (next) => (command) => {
      command.request.hostname = hostname;
      return next(command);
    },
    { step: "build", priority: "high" },
  );
  return client;
}

/** Lambda's payload comes as bytes and S3's objects as streams, both of which tables want as text. */
async function readStreams(answer: Fields): Promise<Fields> {
  const { Payload, Body } = answer;
  if (Payload instanceof Uint8Array) return { ...answer, Payload: new TextDecoder().decode(Payload) };
  if (!isTextStream(Body)) return answer;
  return { ...answer, Body: await Body.transformToString() };
}

function isTextStream(body: unknown): body is { transformToString(): Promise<string> } {
  return typeof body === "object" && body !== null && "transformToString" in body;
}

/** What AWS told with an error, as the clients put it on theirs. */
function membersOf(fault: Error): Fields {
  return Object.fromEntries(Object.entries(fault));
}
