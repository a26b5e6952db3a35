import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** One version of an object, or a mark that hides those below it. */
export interface ListedVersion {
  readonly key: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
  readonly isMark: boolean;
}

/** A bucket as an auditor sees it: every version, and the marks of what somebody has deleted. */
export interface AuditedBucket {
  list(): Promise<readonly ListedVersion[]>;
  /** The bytes of a version; undefined where it is gone. */
  read(key: string, version: string): Promise<Buffer | undefined>;
}

/** A bucket behind an S3 client. */
export function auditedBucket(client: Pick<S3Client, "send">, Bucket: string): AuditedBucket {
  return {
    async list() {
      const found: ListedVersion[] = [];
      let from: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } = {};
      for (;;) {
        const page = await client.send(new ListObjectVersionsCommand({ Bucket, ...from }));
        const { Versions = [], DeleteMarkers = [], NextKeyMarker, NextVersionIdMarker } = page;
        const kinds = [Versions.map((one) => ({ ...one, isMark: false })), DeleteMarkers.map(asMark)];
        for (const { Key = "", VersionId = "", LastModified, isMark } of kinds.flat()) {
          found.push({ key: Key, version: VersionId, modifiedMs: LastModified?.getTime() ?? 0, isMark });
        }
        if (page.IsTruncated !== true || NextKeyMarker === undefined) return found;
        from = { KeyMarker: NextKeyMarker, ...(NextVersionIdMarker && { VersionIdMarker: NextVersionIdMarker }) };
      }
    },
    async read(Key, VersionId) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
        return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray());
      } catch (fault) {
        if (fault instanceof Error && ["NoSuchKey", "NoSuchVersion"].includes(fault.name)) return undefined;
        throw fault;
      }
    },
  };
}

function asMark<Listed extends object>(one: Listed): Listed & { readonly isMark: boolean } {
  return { ...one, isMark: true };
}
