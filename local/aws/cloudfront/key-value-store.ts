import { AwsError } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";

/** One CloudFront KeyValueStore. */
export interface KeyValueStore {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly items: ReadonlyMap<string, string>;
  modifiedMs(): number;
  /** Changes with every write; a write has to name the one that it read. */
  etag(): string;
  /** Keys and values together, bytes. */
  totalBytes(): number;
  /** Puts and deletes all at once. Throws `ConflictException` unless `ifMatch` is undefined or the present ETag. */
  update(puts: readonly (readonly [string, string])[], deletes: readonly string[], ifMatch: string | undefined): void;
}

/** Limits in bytes. Source: CloudFront's quotas. */
const limits = { key: 512, value: 1024, store: 5 * 1024 * 1024 };

/** An empty store. */
export function createKeyValueStore(kernel: Kernel, name: string, id: string, accountId: string): KeyValueStore {
  let items = new Map<string, string>();
  let etag = newEtag(kernel);
  let modifiedMs = kernel.now();
  return {
    id,
    name,
    arn: `arn:aws:cloudfront::${accountId}:key-value-store/${id}`,
    createdMs: modifiedMs,
    get items() {
      return items;
    },
    modifiedMs: () => modifiedMs,
    etag: () => etag,
    totalBytes: () => bytesOf(items),
    update(puts, deletes, ifMatch) {
      if (ifMatch !== undefined && ifMatch !== etag) {
        throw new AwsError("ConflictException", "Pre-Condition failed: the ETag is not the present one.", 409);
      }
      const next = new Map(items);
      for (const key of deletes) {
        if (!next.delete(key)) throw keyNotFound(key);
      }
      for (const [key, value] of puts) next.set(checkedKey(key), checkedValue(key, value));
      if (bytesOf(next) > limits.store) {
        throw new AwsError("ServiceQuotaExceededException", "The key value store is full.", 402);
      }
      items = next;
      etag = newEtag(kernel);
      modifiedMs = kernel.now();
    },
  };
}

/** What a read or delete of an absent key answers. */
export function keyNotFound(key: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Key ${key} not found.`, 404);
}

function checkedKey(key: string): string {
  if (key !== "" && Buffer.byteLength(key) <= limits.key) return key;
  throw new AwsError("ValidationException", `A key has 1 to ${limits.key} bytes.`);
}

function checkedValue(key: string, value: string): string {
  if (Buffer.byteLength(value) <= limits.value) return value;
  throw new AwsError("ValidationException", `The value of ${key} has more than ${limits.value} bytes.`);
}

function bytesOf(items: ReadonlyMap<string, string>): number {
  let bytes = 0;
  for (const [key, value] of items) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}

function newEtag(kernel: Kernel): string {
  return `KV${randomHex(kernel, 6).toUpperCase()}`;
}
