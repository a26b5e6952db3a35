import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock, Random } from "./clock.ts";
import { reading } from "./reading.ts";

/** An object as S3 has it. */
export interface StoredObject {
  readonly version: string;
  readonly body: Uint8Array;
}

/** The bucket of a cell's archive. */
export interface ArchiveBucket {
  /** The keys that begin with a prefix, in order; only those behind `after`, where it is given. */
  keys(prefix: string, after?: string): Promise<readonly string[]>;
  /** A version under a key, by default the newest; undefined where there is none. */
  read(key: string, version?: string): Promise<StoredObject | undefined>;
  /** Writes what nobody has written yet; false where something else is there. */
  putOnce(key: string, text: string): Promise<boolean>;
}

/** An object has up to 64 MB. */
const ATTEMPT_MS = 30_000;

/** The archive behind an S3 client whose own retries are off. */
export function createArchiveBucket(
  client: Pick<S3Client, "send">,
  bucket: string,
  clock: Clock,
  random: Random,
): ArchiveBucket {
  const asking = <Reply>(ask: (options: { readonly abortSignal: AbortSignal }) => Promise<Reply>) =>
    reading(ask, clock, random, ATTEMPT_MS);

  async function read(Key: string, VersionId?: string): Promise<StoredObject | undefined> {
    try {
      // The body is read within the attempt: what breaks off on the way is asked for again.
      return await asking(async (options) => {
        const command = new GetObjectCommand({ Bucket: bucket, Key, ...(VersionId && { VersionId }) });
        const { Body, VersionId: version } = await client.send(command, options);
        if (Body === undefined || version === undefined) throw new Error(`S3 gave ${Key} without body or version.`);
        return { version, body: await Body.transformToByteArray() };
      });
    } catch (fault) {
      if (fault instanceof Error && ["NoSuchKey", "NoSuchVersion"].includes(fault.name)) return undefined;
      throw fault;
    }
  }

  return {
    async keys(prefix, after) {
      const found: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(after === undefined ? {} : { StartAfter: after }),
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        });
        const page = await asking((options) => client.send(command, options));
        found.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return found;
    },
    read,
    async putOnce(Key, text) {
      const input = { Bucket: bucket, Key, Body: text, ContentType: "application/json", IfNoneMatch: "*" } as const;
      try {
        await asking((options) => client.send(new PutObjectCommand(input), options));
        return true;
      } catch (fault) {
        if (!(fault instanceof Error) || fault.name !== "PreconditionFailed") throw fault;
        // It may be ours, the reply to an earlier attempt being lost.
        const standing = await read(Key);
        return standing !== undefined && Buffer.from(standing.body).toString("utf8") === text;
      }
    },
  };
}
