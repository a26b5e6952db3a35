import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { auditArchives, type ArchiveAudit } from "../../../../cli/archive/auditing.ts";
import { createApp, type Archive, type Stores } from "../../../../functions/archive/app.ts";
import type { StreamRecord } from "../../../../functions/projector/app.ts";
import { createArchiveBucket } from "../../../../functions/stores/archive-bucket.ts";
import { createArchiveLedger } from "../../../../functions/stores/archive-ledger.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createSigner } from "../../../../functions/stores/signer.ts";
import { createS3, type S3 } from "../../../../local/aws/s3/index.ts";
import { callOf, register } from "../../local/aws/account.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam, kmsSeam } from "../platform/sdk-seam.ts";
import { kinesisSeam, s3Seam } from "./seams.ts";

/** The regions of both cells. */
export const regions = { eu: "eu-west-1", us: "us-east-1" } as const;
/** One of them. */
export type Cell = keyof typeof regions;
const cells: readonly Cell[] = ["eu", "us"];

/** Two cells with archives, between the delivery of what they wrote and the audit of it. */
export interface ArchiveWorld {
  readonly platform: Platform;
  readonly s3: S3;
  readonly archives: Readonly<Record<Cell, Archive>>;
  readonly stores: Readonly<Record<Cell, Stores>>;
  /** Calls of S3 and KMS since the beginning. */
  readonly calls: string[];
  /** Pays a few times, between accounts of either cell. */
  pay(): Promise<void>;
  /** Puts what a cell has written since the last time into its archive, as Firehose does. */
  deliver(cell: Cell): Promise<void>;
  /** Lets what a cell has written so far be in no archive. */
  skip(cell: Cell): void;
  /** Everything once: delivered, sealed, replicated and countersigned. */
  round(): Promise<void>;
  /** Lets time pass; what is written meanwhile is in the streams. */
  pass(ms: number): Promise<void>;
  audit(): Promise<ArchiveAudit>;
  /** Projects what a cell's stream has come to since the last time into its views. */
  project(cell: Cell): Promise<void>;
  /** A cell's stream, from its beginning to what it has come to by now. */
  kinesis(cell: Cell): ReturnType<typeof kinesisSeam>;
  /** An AWS call by root. */
  call(service: "s3" | "dynamodb", action: string, input: Fields, cell?: Cell): Promise<Fields>;
  /** The keys of an archive's objects below a prefix, in order. */
  keys(cell: Cell, prefix: string): Promise<readonly string[]>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Who reads a stream looks again before a quarter of an hour is over. */
const STEP_MS = 600_000;

/** The bucket of a cell's archive. */
export function bucketOf(cell: string): string {
  return `prod-${cell}-archive`;
}

/** Makes the world; its archives are empty. */
export async function createArchiveWorld(): Promise<ArchiveWorld> {
  const platform = await createPlatform();
  const { kernel, kms, dynamoDb } = platform;
  const s3 = createS3({ kernel, keys: kms.keys });
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: systemClock().deadline,
  };
  const calls: string[] = [];
  const streams: Record<Cell, StreamRecord[]> = { eu: [], us: [] };
  const delivered: Record<Cell, number> = { eu: 0, us: 0 };
  const projected: Record<Cell, number> = { eu: 0, us: 0 };
  await prepare(s3, platform);
  const stores = { eu: storesOf("eu"), us: storesOf("us") };
  const source = await funded(platform, "eu", 100_000);
  const shop = apiClient(platform);
  const payees = [await shop.open("eu"), await shop.open("us")];

  function storesOf(cell: Cell): Stores {
    const region = regions[cell];
    const noted = (action: string) => void calls.push(action);
    return {
      bucket: createArchiveBucket(s3Seam(s3.service, region, noted), bucketOf(cell), clock, kernel.random),
      ledger: createArchiveLedger(dynamoDbSeam(dynamoDb.service, region), "prod-ledger", clock, kernel.random),
      control: { cells: async () => cells.map((name) => platform.cell(name).name) },
      signer: createSigner(kmsSeam(kms.service, region, noted), `alias/${cell}-countersign`, clock),
      log: (...line) => platform.logged.push(JSON.stringify(line)),
    };
  }

  /** What a cell's stream has come to by now. */
  function stream(cell: Cell): readonly StreamRecord[] {
    streams[cell].push(...platform.cell(cell).journal.next());
    return streams[cell];
  }

  const kinesis = (cell: Cell) => kinesisSeam(stream(cell).map(({ data }) => data));

  const world: ArchiveWorld = {
    platform,
    s3,
    stores,
    calls,
    archives: {
      eu: createApp({ cell: platform.cell("eu").name }, stores.eu, clock),
      us: createApp({ cell: platform.cell("us").name }, stores.us, clock),
    },
    async pay() {
      for (const payee of payees) {
        const { status } = await shop.pay(source, payee, 100);
        if (status !== 201) throw new Error(`not paid: ${status}`);
      }
      await platform.settle();
    },
    async deliver(cell) {
      const lines = stream(cell)
        .slice(delivered[cell])
        .map(({ data }) => data);
      delivered[cell] += lines.length;
      const day = new Date(kernel.now()).toISOString().slice(0, 10).replaceAll("-", "/");
      const Key = `journal/${day}/${kernel.now()}.gz`;
      await world.call("s3", "PutObject", { Bucket: bucketOf(cell), Key, ...body(gzipSync(lines.join("\n"))) }, cell);
    },
    skip: (cell) => void (delivered[cell] = stream(cell).length),
    async round() {
      for (const cell of cells) await world.deliver(cell);
      for (const cell of cells) await world.archives[cell].seal();
      await kernel.advance(10_000);
      for (const cell of cells) await world.archives[cell].countersign();
      await platform.renewLeases();
    },
    async project(cell) {
      const records = stream(cell).slice(projected[cell]);
      projected[cell] += records.length;
      const failed = await platform.cell(cell).projector.project(records);
      if (failed !== undefined) throw new Error(`not projected from ${failed} on`);
    },
    kinesis,
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        await kernel.advance(Math.min(left, STEP_MS));
        for (const cell of cells) stream(cell);
      }
    },
    audit: () =>
      auditArchives(
        {
          dynamodb: (region) => dynamoDbSeam(dynamoDb.service, region),
          s3: (region) => s3Seam(s3.service, region),
          kms: (region) => kmsSeam(kms.service, region),
          kinesis: (region) => kinesis(region === regions.eu ? "eu" : "us"),
        },
        {
          cells: [
            { name: "eu", region: regions.eu, standIns: ["us"] },
            { name: "us", region: regions.us, standIns: ["eu"] },
          ],
          ledgerTable: "prod-ledger",
          archiveBucket: bucketOf,
          journalStream: (cell) => cell,
          countersignKey: (cell) => `alias/${cell}-countersign`,
        },
        clock,
      ),
    call: async (service, action, input, cell = "eu") =>
      (service === "s3" ? s3 : dynamoDb).service.handle(callOf(service, action, input, { region: regions[cell] })),
    async keys(cell, Prefix) {
      const { Contents } = await world.call("s3", "ListObjectsV2", { Bucket: bucketOf(cell), Prefix }, cell);
      // The form of S3's answer.
      return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key);
    },
  };
  return world;
}

/** A body with the digest that a bucket with locks asks for. */
export function body(bytes: Buffer): Fields {
  return { Body: bytes, ContentMD5: hash("md5", bytes, "base64") };
}

/** Keys that sign, and buckets that lock what comes to them, for those who may not get round it. */
async function prepare(s3: S3, { kms }: Platform): Promise<void> {
  for (const cell of cells) {
    const region = regions[cell];
    const sign = { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" };
    const { id } = await register(kms.resources, "aws:kms/key:Key", sign, region);
    await register(
      kms.resources,
      "aws:kms/alias:Alias",
      { name: `alias/${cell}-countersign`, targetKeyId: id },
      region,
    );
    const bucket = bucketOf(cell);
    await register(s3.resources, "aws:s3/bucket:Bucket", { bucket, objectLockEnabled: true }, region);
    const lock = { bucket, rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } };
    const type = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
    await register(s3.resources, type, lock, region);
  }
}
