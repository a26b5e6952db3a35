import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock, Random } from "./clock.ts";
import { reading } from "./reading.ts";

/** A file that was put into the bucket. */
export interface UploadedFile {
  /** The object's name. */
  readonly object: string;
  readonly version: string | undefined;
  readonly bytes: number;
}

/** The bucket of uploaded files. */
export interface Uploads {
  /** The text of a file; undefined where it is not there any more. */
  read(file: UploadedFile): Promise<string | undefined>;
}

/** A file has up to 32 MiB. */
const ATTEMPT_MS = 20_000;

/** The bucket behind an S3 client whose own retries are off. */
export function createUploads(client: Pick<S3Client, "send">, bucket: string, clock: Clock, random: Random): Uploads {
  return {
    async read({ object, version }) {
      const input = { Bucket: bucket, Key: object, ...(version === undefined ? {} : { VersionId: version }) };
      const ask = async (options: { readonly abortSignal: AbortSignal }) => {
        const { Body } = await client.send(new GetObjectCommand(input), options);
        if (Body === undefined) throw new Error(`S3 gave ${object} without a body.`);
        return Body.transformToString("utf8");
      };
      try {
        return await reading(ask, clock, random, ATTEMPT_MS);
      } catch (fault) {
        if (fault instanceof Error && (fault.name === "NoSuchKey" || fault.name === "NoSuchVersion")) return undefined;
        throw fault;
      }
    },
  };
}

/** The files that a message of S3 tells of; none where S3 only tries whether it is heard. */
export function uploadedFiles(body: string): readonly UploadedFile[] {
  // S3 alone may send into this queue, and writes it so (Amazon S3: event message structure).
  const message = JSON.parse(body) as {
    readonly Event?: string;
    readonly Records?: readonly {
      readonly s3: { readonly object: { readonly key: string; readonly size?: number; readonly versionId?: string } };
    }[];
  };
  if (message.Event === "s3:TestEvent") return [];
  if (message.Records === undefined) throw new Error("The message is of no known form.");
  return message.Records.map(({ s3: { object } }) => ({
    // Names travel as in a form: a plus sign is a space.
    object: decodeURIComponent(object.key.replaceAll("+", " ")),
    version: object.versionId,
    bytes: object.size ?? 0,
  }));
}
