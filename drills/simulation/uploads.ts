import type { S3Client } from "@aws-sdk/client-s3";
import { createUploadDesk, type UploadDesk } from "../../functions/stores/payment-uploads.ts";
import { createUploadUrls } from "../../functions/stores/upload-url.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { S3 } from "../../local/aws/s3/index.ts";
import { queueArn, queueUrl } from "../../local/aws/sqs/queue-names.ts";
import { AwsError } from "../../local/core/errors.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { createVerifier } from "../../local/http/sigv4/verifier.ts";
import type { Container } from "./containers.ts";
import type { Clients } from "./seams.ts";
import { ACCOUNT, createIn } from "./storage.ts";
import type { UploadsPlan } from "./uploads-plan.ts";
import type { Place } from "./weather.ts";

/** A file as a client brings it. */
export interface PutFile {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What uploads of payment files stand on: a bucket and a table for each cell. */
export interface Uploads {
  readonly plan: UploadsPlan;
  /** What the API of a cell knows of files on their way. */
  desk(container: Container, clients: Clients): UploadDesk;
  /** Puts a file where a presigned URL says: the status that S3 answers. Undefined where its region is lost. */
  put(file: PutFile): Promise<number | undefined>;
}

/** What uploads are made with. */
export interface UploadsOptions {
  readonly kernel: VirtualKernel;
  readonly s3: S3;
  readonly dynamoDb: DynamoDb;
  readonly places: readonly Place[];
  readonly isLost: (region: string) => boolean;
}

/** By which the API's functions sign URLs here. */
const CREDENTIALS = { accessKeyId: "SIMULATED", secretAccessKey: "simulated" };
const caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;
/** From a client to S3 and back, milliseconds each. */
const WAY_MS = 30;

/** The bucket that a cell's uploads are put into. */
export function uploadsBucket(cell: string): string {
  return `prod-${cell}-uploads-${ACCOUNT}`;
}

/** The table of what became of a cell's uploads. */
export function uploadsTable(cell: string): string {
  return `prod-${cell}-uploads`;
}

/** The queue of files that have come to a cell, and that of their parts. */
export function fileQueueUrls({ cell, region }: Place): { readonly files: string; readonly parts: string } {
  const url = (name: string) => queueUrl({ region, accountId: ACCOUNT, name: `prod-${cell}-${name}` });
  return { files: url("payment-files"), parts: url("payment-parts") };
}

/** Buckets that nobody has put a file into yet, each of which tells its cell's queue of files. */
export async function createUploads(plan: UploadsPlan, options: UploadsOptions): Promise<Uploads> {
  const { kernel, s3, dynamoDb, places, isLost } = options;
  for (const place of places) await createPlace(place, s3, dynamoDb);
  const verify = createVerifier(kernel, {
    lookup: (accessKeyId) => (accessKeyId === CREDENTIALS.accessKeyId ? { ...CREDENTIALS, caller } : undefined),
  });

  function take({ url, headers, body }: PutFile): number {
    const { host, pathname, search } = new URL(url);
    const sent = new Map(Object.entries({ ...headers, host }));
    try {
      const request = { method: "PUT", path: pathname, query: search.slice(1), headers: headersOf(sent), body };
      const { region } = verify(request);
      const [Bucket = ""] = host.split(".s3.");
      const input = { Bucket, Key: pathname.slice(1), Body: Buffer.from(body), IfNoneMatch: sent.get("if-none-match") };
      void s3.service.handle({ service: "s3", action: "PutObject", region, input, caller, requestId: "put" });
      return 200;
    } catch (fault) {
      if (fault instanceof AwsError) return fault.status;
      throw fault;
    }
  }

  return {
    plan,
    desk({ cell, region, clock, random }, clients) {
      const config = { region: () => Promise.resolve(region), credentials: () => Promise.resolve(CREDENTIALS) };
      const urls = createUploadUrls({ config }, uploadsBucket(cell), undefined);
      return createUploadDesk(clients.dynamoDb(region), uploadsTable(cell), urls, clock, random);
    },
    put: (file) =>
      new Promise((resolve) => {
        const place = places.find(({ cell }) => file.url.includes(`//${uploadsBucket(cell)}.`));
        kernel.after(WAY_MS, () => {
          const status = place === undefined || isLost(place.region) ? undefined : take(file);
          kernel.after(WAY_MS, () => resolve(status));
        });
      }),
  };
}

/** What whoever pays files reads them with: a body comes as a stream, which is here at once. */
export function readingClient(carrier: {
  send(command: { readonly input: object }, options?: object): Promise<Readonly<Record<string, unknown>>>;
}): Pick<S3Client, "send"> {
  return {
    async send(command: { readonly input: object }, options: object = {}) {
      const { Body, ...output } = await carrier.send(command, options);
      return { ...output, Body: { transformToString: () => Promise.resolve(String(Body)) } };
    },
  };
}

function headersOf(sent: ReadonlyMap<string, string>) {
  return { get: (name: string) => sent.get(name) ?? null };
}

async function createPlace(place: Place, s3: S3, { resources }: DynamoDb): Promise<void> {
  const { cell, region } = place;
  const table = resources.find(({ type }) => type === "aws:dynamodb/table:Table");
  if (table === undefined) throw new Error("The model of DynamoDB has no tables.");
  const attributes = ["pk", "sk"].map((name) => ({ name, type: "S" }));
  const name = uploadsTable(cell);
  const inputs = { name, hashKey: "pk", rangeKey: "sk", billingMode: "PAY_PER_REQUEST", attributes };
  await table.create({ type: table.type, name, urn: `urn:simulated:${name}`, inputs, region, accountId: ACCOUNT });
  const bucket = uploadsBucket(cell);
  await createIn(s3, "bucket:Bucket", region, { bucket });
  const files = queueArn({ region, accountId: ACCOUNT, name: `prod-${cell}-payment-files` });
  const queues = [{ queueArn: files, events: ["s3:ObjectCreated:*"] }];
  await createIn(s3, "bucketNotification:BucketNotification", region, { bucket, queues });
}
