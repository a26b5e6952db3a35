import type { Properties } from "../../core/resource.ts";
import type { ChecksumAlgorithm } from "./checksums.ts";

/** How S3 keeps an object's bytes. */
export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** The key's ARN, under KMS. */
  readonly keyArn: string | undefined;
  readonly bucketKey: boolean;
}

/** Until when nobody may delete a version, and how strictly. */
export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly untilMs: number;
}

/** The digests of an object: of the whole, or of its parts' digests. */
export interface Digests {
  readonly type: "FULL_OBJECT" | "COMPOSITE";
  /** Base64. */
  readonly values: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

/** What a version that is no delete marker holds. */
export interface Content {
  readonly body: Buffer;
  readonly etag: string;
  /** ContentType, CacheControl and the like, by their API names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly encryption: Encryption;
  readonly digests: Digests;
  readonly storageClass: string;
  readonly parts: number;
}

/** One version of an object. */
export interface ObjectVersion {
  readonly key: string;
  /** "null" where the bucket kept no versions. */
  readonly versionId: string;
  readonly modifiedMs: number;
  /** Undefined: a delete marker. */
  readonly content: Content | undefined;
  retention: Retention | undefined;
  legalHold: boolean;
  tags: Readonly<Record<string, string>>;
}

/** One part of a multipart upload. */
export interface Part {
  readonly number: number;
  readonly body: Buffer;
  readonly etag: string;
  readonly digests: Digests["values"];
  readonly modifiedMs: number;
}

/** A multipart upload that was neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly digestType: Digests["type"];
  readonly parts: Map<number, Part>;
  /** The object as it is to become, but for its contents. */
  readonly draft: Draft;
  /** The key was deleted since: a conditional completion conflicts. */
  disturbed: boolean;
}

/** An object on its way in, but for its contents. */
export interface Draft {
  readonly headers: Content["headers"];
  readonly metadata: Content["metadata"];
  readonly encryption: Encryption;
  readonly storageClass: string;
  readonly tags: ObjectVersion["tags"];
  readonly retention: Retention | undefined;
  readonly legalHold: boolean;
}

/** What is said of a bucket apart from the bucket. */
export type SettingName =
  | "encryption"
  | "lifecycle"
  | "logging"
  | "notification"
  | "objectLock"
  | "ownership"
  | "policy"
  | "publicAccess"
  | "versioning";

/** A bucket with everything in it. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdMs: number;
  /** Each as a program's inputs have it, but for the bucket's name. */
  readonly settings: Map<SettingName, Properties>;
  tags: Readonly<Record<string, string>>;
  /** Versions of each key, the newest first; no key without one. */
  readonly objects: Map<string, ObjectVersion[]>;
  readonly uploads: Map<string, Upload>;
  /** The keys in their order; undefined after one came or went. */
  sortedKeys: readonly string[] | undefined;
}

/** The bucket's ARN. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** Whether the bucket keeps versions; undefined where it never did. */
export function versioningOf({ settings }: Bucket): "Enabled" | "Suspended" | undefined {
  const configuration = settings.get("versioning")?.["versioningConfiguration"];
  if (typeof configuration !== "object" || configuration === null || !("status" in configuration)) return undefined;
  return configuration.status === "Enabled" || configuration.status === "Suspended" ? configuration.status : undefined;
}
