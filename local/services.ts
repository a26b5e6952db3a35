import { createApiGateway, type ApiGateway } from "./aws/apigateway/index.ts";
import { createCloudFront } from "./aws/cloudfront/index.ts";
import { createCloudWatch } from "./aws/cloudwatch/index.ts";
import { createCognito } from "./aws/cognito/index.ts";
import type { CertificateLookup } from "./aws/certificate.ts";
import { createDeclared } from "./aws/declared/index.ts";
import type { Declared } from "./aws/declared/index.ts";
import { createDynamoDb, type DynamoDb } from "./aws/dynamodb/index.ts";
import { createFirehose } from "./aws/firehose/index.ts";
import { createIam } from "./aws/iam/index.ts";
import type { Iam } from "./aws/iam/index.ts";
import { createKms } from "./aws/kms/index.ts";
import type { Kms } from "./aws/kms/index.ts";
import { createKinesis, isKinesisArn, type Kinesis } from "./aws/kinesis/index.ts";
import { createLambda } from "./aws/lambda/index.ts";
import type { AwsCall, EventSources, FunctionHost } from "./aws/lambda/index.ts";
import { createLogs } from "./aws/logs/index.ts";
import type { MayUseKey } from "./aws/logs/store.ts";
import { serviceCaller } from "./aws/principals.ts";
import { createRoute53 } from "./aws/route53/index.ts";
import type { HostedZone } from "./aws/route53/index.ts";
import { createS3 } from "./aws/s3/index.ts";
import { createScheduler } from "./aws/scheduler/index.ts";
import { createSecretsManager } from "./aws/secretsmanager/index.ts";
import { createServiceQuotas } from "./aws/servicequotas/index.ts";
import { createSns } from "./aws/sns/index.ts";
import { createSqs, type Sqs } from "./aws/sqs/index.ts";
import { createStepFunctions } from "./aws/stepfunctions/index.ts";
import { createSts } from "./aws/sts/index.ts";
import { createXRay } from "./aws/xray/index.ts";
import { createWafv2 } from "./aws/wafv2/index.ts";
import type { Wafv2 } from "./aws/wafv2/index.ts";
import { AwsError } from "./core/errors.ts";
import { createCounts, type Counts } from "./core/counts.ts";
import type { Kernel } from "./core/kernel.ts";
import type { Knobs, ReplicationKnobs } from "./faults/knobs.ts";
import { breakOffMs, regionUnreachable, type Regions } from "./faults/regions.ts";

/** CloudFront's functions write their logs there, wherever they ran. */
const edgeLogRegion = "us-east-1";

/** What the services of an account are made with. */
export interface ServicesOptions {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly knobs: Knobs;
  readonly hosts: FunctionHost;
  readonly awsEndpoint: () => string;
  /** The zones that the account has before anything is deployed. */
  readonly zones: readonly HostedZone[];
  /** How one service calls another: judged and without HTTP. */
  readonly call: AwsCall;
  /** What is paid for by use; without it nobody hears of that. */
  readonly counts?: Counts;
}

/** Every service of an account, each handed the ones that it needs. */
export type Services = ReturnType<typeof createServices>;

/** Makes every service of an empty account. */
export function createServices(options: ServicesOptions) {
  const given = { ...options, counts: options.counts ?? createCounts() };
  const identity = createIdentity(given, {
    standing: (type) => front.declared.standing(type),
    messagesIn: (region, queue) => stores.sqs.messagesIn(region, queue),
  });
  const stores: Stores = createStores(given, identity);
  const workers = createWorkers(given, { ...identity, ...stores });
  const front: Front = createFront(given, { ...identity, ...stores, ...workers });
  return { ...identity, ...stores, ...workers, ...front };
}

type Given = Required<ServicesOptions>;

/** Who somebody is, what they may do, and what that is encrypted with. */
function createIdentity(
  { kernel, accountId, counts, call, knobs }: Given,
  seen: Pick<Declared, "standing"> & Pick<Sqs, "messagesIn">,
) {
  const iam = createIam({ kernel, accountId });
  const sts = createSts({ kernel, accountId, iam });
  const kms = createKms({ kernel, accountId });
  const sns = createSns({ kernel, accountId, standing: seen.standing, keys: kms.keys, call });
  const telling = { accountId, notify: sns.notify, isLost: knobs.regions.isLost };
  const cloudWatch = createCloudWatch({ kernel, ...seen, telling });
  const { readLine } = cloudWatch;
  const logs = createLogs({ kernel, accountId, mayUseKey: logsMayUseKey(iam, kms, accountId), counts, readLine });
  const cognito = createCognito({ kernel, accountId });
  const serviceQuotas = createServiceQuotas({ accountId });
  const secretsManager = createSecretsManager({ kernel, accountId, keys: kms.keys });
  const xray = createXRay({ kernel });
  return { iam, sts, kms, logs, cognito, serviceQuotas, secretsManager, xray, cloudWatch, sns };
}

type Identity = ReturnType<typeof createIdentity>;

/** What keeps items, objects, messages and records. */
function createStores({ kernel, accountId, knobs, counts, call }: Given, identity: Identity) {
  const { kms, cloudWatch: metrics } = identity;
  const { keys } = kms;
  const kinesis = createKinesis({ kernel, accountId, keys, limits: knobs.shards, counts, metrics });
  const streaming = { intake: kinesis.intake, knobs: knobs.journal, regions: knobs.regions };
  const replicating = { replication: betweenLiving(knobs) };
  const dynamoDb = createDynamoDb({ kernel, knobs: replicating, accountId, keys, streaming, metrics });
  const sqs = createSqs({ kernel, accountId, keys });
  const s3 = createS3({ kernel, keys, telling: { kernel, accountId, call } });
  return { kinesis, dynamoDb, sqs, s3 };
}

type Stores = ReturnType<typeof createStores>;

/** What calls others by itself: for an event, at a time, or step by step. */
function createWorkers({ kernel, accountId, knobs, call, ...given }: Given, services: Identity & Stores) {
  const { hosts, awsEndpoint, counts } = given;
  const { regions, express } = knobs;
  const { iam, sts, kms, logs, xray: traces, cloudWatch: metrics, kinesis, dynamoDb, sqs } = services;
  const calling = { kernel, accountId, call, assume: sts.assume };
  const sources = { onMessages: sqs.onMessages, onStreamRecords: streamRecords(kinesis, dynamoDb) };
  const judging = { judge: iam.judge, keys: kms.keys, regions };
  const seen = { counts, traces, metrics };
  const lambda = createLambda({ kernel, accountId, call, hosts, sts, logs, awsEndpoint, sources, ...seen, ...judging });
  const firehose = createFirehose({ ...calling, counts, metrics, onRecords: kinesis.onStreamRecords });
  const scheduler = createScheduler({ ...calling, regions });
  const stepFunctions = createStepFunctions({ ...calling, ...judging, logs, express, traces });
  return { lambda, firehose, scheduler, stepFunctions };
}

type Workers = ReturnType<typeof createWorkers>;

/** What stands between the world and everything else; and what is declared only. */
function createFront(
  given: Given,
  services: Pick<Identity & Stores & Workers, "s3" | "logs" | "lambda" | "xray" | "cloudWatch">,
) {
  const { kernel, accountId, knobs, counts, zones } = given;
  const { s3, logs, lambda, xray: traces, cloudWatch: metrics } = services;
  const wafv2 = createWafv2({ kernel, counts });
  const declared = createDeclared({ kernel, bucketPolicies: s3.policies });
  const certificate = certificatesIn(declared);
  const guard = guardedBy(wafv2);
  const apiGateway = createApiGateway({ kernel, accountId, lambda, guard, certificate, counts, traces, metrics });
  const origin = reached(kernel, knobs.regions, apiGateway);
  const log = (name: string, line: string) =>
    logs.append(edgeLogRegion, `/aws/cloudfront/function/${name}`, "local", [line]);
  const cloudFront = createCloudFront({ kernel, accountId, firewall: wafv2, counts, certificate, origin, log });
  const route53 = createRoute53({ zones });
  return { wafv2, declared, apiGateway, origin, cloudFront, route53 };
}

type Front = ReturnType<typeof createFront>;

/** Streams of both kinds, told apart by their ARNs. */
function streamRecords(kinesis: Kinesis, dynamoDb: DynamoDb): EventSources["onStreamRecords"] {
  return (arn, listener) => (isKinesisArn(arn) ? kinesis : dynamoDb).onStreamRecords(arn, listener);
}

/** Replication as the knobs say, but for regions that are gone. */
function betweenLiving({ replication, regions }: Knobs): ReplicationKnobs {
  return {
    get lagMs() {
      return replication.lagMs;
    },
    get jitterMs() {
      return replication.jitterMs;
    },
    pairs: {
      lagMs: (from, to) => replication.pairs?.lagMs(from, to),
      hold: (from, to, arrive) => regions.hold(from, to, arrive) || replication.pairs?.hold(from, to, arrive) === true,
    },
  };
}

/** An origin in a region that is gone: nothing for a while, then no connection. */
function reached(kernel: Kernel, regions: Regions, api: ApiGateway): ApiGateway["handle"] {
  return async (hostname, request) => {
    const region = api.regionOf(hostname) ?? "";
    if (!regions.isLost(region)) return api.handle(hostname, request);
    await new Promise<void>((resolve) => void kernel.after(breakOffMs, resolve));
    throw regionUnreachable(region);
  };
}

/** Certificates are declared; who presents one has to know its names. */
function certificatesIn({ standing }: Declared): CertificateLookup {
  return (arn) => {
    const found = standing("aws:acm/certificate:Certificate").find(({ id }) => id === arn);
    if (found === undefined) return undefined;
    const { domainName, subjectAlternativeNames: others, status } = found.outputs;
    const names = [domainName, ...(Array.isArray(others) ? others : [])];
    return { names: names.map(String), status: String(status) };
  };
}

/** Asks a key's policy for CloudWatch Logs, which encrypts in its own name and not in anybody else's. */
function logsMayUseKey(iam: Iam, kms: Kms, accountId: string): MayUseKey {
  return (region, groupArn, key) => {
    const caller = serviceCaller(`logs.${region}.amazonaws.com`, accountId, groupArn);
    const use = { region, key, actions: ["kms:GenerateDataKey", "kms:Decrypt"] };
    try {
      iam.judge({ caller, region }, kms.keys({ ...use, encryptionContext: { "aws:logs:arn": groupArn } }));
      return true;
    } catch (fault) {
      if (fault instanceof AwsError) return false;
      throw fault;
    }
  };
}

/** A firewall in front of API Gateway's stages, which refuses as API Gateway words it. */
function guardedBy(wafv2: Wafv2): (stageArn: string, request: Request) => Response | undefined {
  return (stageArn, request) =>
    wafv2.guard(stageArn, request.headers) === "allow"
      ? undefined
      : Response.json({ message: "Forbidden" }, { status: 403, headers: { "x-amzn-errortype": "ForbiddenException" } });
}
