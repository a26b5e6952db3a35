import { describe, expect, it } from "vitest";
import { checksumOf, type ChecksumAlgorithm } from "../../../../../local/aws/s3/checksums.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { shelf } from "./harness.ts";

describe("an object", () => {
  it("is given back as it was put, with what was said of it", async () => {
    const { call, put } = await shelf();
    const given = { ContentType: "text/plain", CacheControl: "no-store", Metadata: { Colour: "red" }, Tagging: "a=b" };
    const { ETag } = await put("a/b", "hello", given);
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const answer = await call("GetObject", { Key: "a/b" });
    expect(answer).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { colour: "red" },
      TagCount: 1,
      ContentLength: 5,
      ETag,
      ServerSideEncryption: "AES256",
    });
    expect(answer["VersionId"]).toBeUndefined();
    expect(await call("HeadObject", { Key: "a/b" })).not.toHaveProperty("Body");
  });

  it.each<[string, string, Properties]>([
    ["bytes=0-4", "01234", { ContentRange: "bytes 0-4/10" }],
    ["bytes=7-", "789", { ContentRange: "bytes 7-9/10" }],
    ["bytes=-2", "89", { ContentRange: "bytes 8-9/10" }],
    ["bytes=8-99", "89", { ContentRange: "bytes 8-9/10" }],
    ["lines=1-2", "0123456789", { ContentLength: 10 }],
    ["bytes=5-3", "0123456789", { ContentLength: 10 }],
  ])("is read in part: %s", async (range, text, answer) => {
    const { call, put } = await shelf();
    await put("digits", "0123456789");
    const found = await call("GetObject", { Key: "digits", Range: range });
    expect([String(found["Body"]), found]).toEqual([text, expect.objectContaining(answer)]);
  });

  it("has no part behind its end", async () => {
    const { put, refusal } = await shelf();
    await put("digits", "0123456789");
    const refused = await refusal("GetObject", { Key: "digits", Range: "bytes=10-" });
    expect(refused).toBe("InvalidRange: The requested range is not satisfiable");
  });

  it.each<[ChecksumAlgorithm, string]>([
    ["CRC32", "y/Q5Jg=="],
    ["CRC32C", "4waSgw=="],
    ["CRC64NVME", "rosUhgp5mIg="],
    ["SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE="],
    ["SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="],
  ])("is checked by %s, whose value of 123456789 is known", async (algorithm, value) => {
    const { call, put, refusal } = await shelf();
    const field = `Checksum${algorithm}`;
    expect(await put("digits", "123456789", { [field]: value })).toMatchObject({ [field]: value });
    const head = await call("HeadObject", { Key: "digits", ChecksumMode: "ENABLED" });
    expect(head).toMatchObject({ [field]: value, ChecksumType: "FULL_OBJECT" });
    expect(await call("HeadObject", { Key: "digits" })).not.toHaveProperty(field);
    const other = checksumOf(algorithm, Buffer.from("12345678"));
    expect(await refusal("PutObject", { Key: "digits", Body: "123456789", [field]: other })).toBe(
      `BadDigest: The ${algorithm} you specified did not match the calculated checksum.`,
    );
  });

  it.each<[string, Properties, string]>([
    ["another MD5", { ContentMD5: "XUFAKrxLKna5cZ2REBfFkw==" }, "BadDigest: The Content-MD5 you specified did not"],
    ["no MD5", { ContentMD5: "abc" }, "InvalidDigest: The Content-MD5 you specified was invalid."],
    ["a long key", { Key: "k".repeat(1025) }, "KeyTooLongError: Your key is too long"],
    ["a list of access", { ACL: "public-read" }, "AccessControlListNotSupported: The bucket does not allow ACLs"],
    ["much metadata", { Metadata: { a: "b".repeat(2048) } }, "MetadataTooLarge: Your metadata headers exceed"],
    [
      "eleven tags",
      { Tagging: Array.from({ length: 11 }, (_, key) => `${key}=1`).join("&") },
      "BadRequest: Object tags",
    ],
    ["an archive", { StorageClass: "DEEP_ARCHIVE" }, "InvalidStorageClass: The storage class you specified"],
    ["a key of no KMS", { SSEKMSKeyId: "alias/a", ServerSideEncryption: "AES256" }, "InvalidArgument: Server Side"],
  ])("is refused with %s", async (_what, more, refused) => {
    const { refusal } = await shelf();
    expect(await refusal("PutObject", { Key: "k", Body: "hello", ...more })).toContain(refused);
  });

  it("is not kept beyond what the local cloud has of memory", async () => {
    const { call, put, refusal } = await shelf("plain", 100);
    const half = "x".repeat(50);
    await put("one", half);
    await put("two", half);
    expect(await refusal("PutObject", { Key: "three", Body: "x" })).toMatch(/^LocalStorageFull: .* in memory/);
    await call("DeleteObject", { Key: "one" });
    await put("three", "x");
    await put("two", "x");
    await put("four", half);
  });
});

describe("conditions", () => {
  it.each<[string, Properties, string]>([
    ["only where nothing is", { IfNoneMatch: "*" }, "PreconditionFailed: At least one of the pre-conditions"],
    ["only where it is another", { IfMatch: '"0"' }, "PreconditionFailed: At least one of the pre-conditions"],
    ["by another tag", { IfNoneMatch: '"0"' }, "NotImplemented: A header you provided implies functionality"],
  ])("put %s", async (_what, condition, refused) => {
    const { put, refusal } = await shelf();
    await put("k");
    expect(await refusal("PutObject", { Key: "k", Body: "other", ...condition })).toContain(refused);
  });

  it("let through what fulfils them", async () => {
    const { call, put, refusal, text } = await shelf("versioned");
    const { ETag } = await put("k", "one", { IfNoneMatch: "*" });
    await put("k", "two", { IfMatch: ETag });
    expect(await text("k")).toBe("two");
    await call("DeleteObject", { Key: "k" });
    expect(await refusal("PutObject", { Key: "k", Body: "three", IfMatch: ETag })).toContain("NoSuchKey");
    await put("k", "three", { IfNoneMatch: "*" });
  });

  it("of a reader are asked of what there is", async () => {
    const { kernel, put, refusal, text } = await shelf();
    const { ETag } = await put("k");
    const at = new Date(kernel.now()).toUTCString();
    const before = new Date(kernel.now() - 1000).toUTCString();
    expect(await text("k", { IfMatch: ETag })).toBe("k");
    expect(await text("k", { IfModifiedSince: before, IfUnmodifiedSince: at })).toBe("k");
    expect(await refusal("GetObject", { Key: "k", IfNoneMatch: ETag })).toBe("NotModified: Not Modified");
    expect(await refusal("GetObject", { Key: "k", IfModifiedSince: at })).toBe("NotModified: Not Modified");
    expect(await refusal("GetObject", { Key: "k", IfMatch: '"0"' })).toContain("PreconditionFailed");
    expect(await refusal("GetObject", { Key: "k", IfUnmodifiedSince: before })).toContain("PreconditionFailed");
  });
});

describe("versions", () => {
  it("are kept, hidden by a marker, and deleted one by one", async () => {
    const { call, put, refusal, text } = await shelf("versioned");
    const [one, two] = [await put("k", "one"), await put("k", "two")];
    const { DeleteMarker, VersionId: marker } = await call("DeleteObject", { Key: "k" });
    expect(DeleteMarker).toBe(true);
    expect(await refusal("GetObject", { Key: "k" })).toBe("NoSuchKey: The specified key does not exist.");
    expect(await refusal("GetObject", { Key: "k", VersionId: marker })).toContain("MethodNotAllowed");
    expect(await text("k", { VersionId: one["VersionId"] })).toBe("one");
    await call("DeleteObject", { Key: "k", VersionId: marker });
    expect(await text("k")).toBe("two");
    await call("DeleteObject", { Key: "k", VersionId: two["VersionId"] });
    expect(await text("k")).toBe("one");
    expect(await refusal("GetObject", { Key: "k", VersionId: two["VersionId"] })).toContain("NoSuchVersion");
  });

  it("of a bucket that keeps none, or none any more, are one named null", async () => {
    const { call, put, text } = await shelf();
    await put("k", "before");
    await call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    await put("k", "during");
    await call("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" } });
    expect(await text("k", { VersionId: "null" })).toBe("before");
    expect(await put("k", "after")).toMatchObject({ VersionId: "null" });
    expect(await text("k", { VersionId: "null" })).toBe("after");
    expect(await call("DeleteObject", { Key: "k" })).toEqual({ DeleteMarker: true, VersionId: "null" });
    const { Versions, DeleteMarkers } = await call("ListObjectVersions");
    expect([Versions, DeleteMarkers]).toMatchObject([[{ IsLatest: false }], [{ VersionId: "null", IsLatest: true }]]);
  });

  it("are deleted many at once, each for itself", async () => {
    const { call, put } = await shelf("locked");
    const { VersionId } = await put("b");
    await put("a");
    await call("PutObjectLegalHold", { Key: "b", LegalHold: { Status: "ON" } });
    const objects = [{ Key: "a" }, { Key: "b", VersionId }, { Key: "none" }];
    const { Deleted, Errors } = await call("DeleteObjects", { Delete: { Objects: objects } });
    expect(Deleted).toMatchObject([
      { Key: "a", DeleteMarker: true },
      { Key: "none", DeleteMarker: true },
    ]);
    expect(Errors).toMatchObject([{ Key: "b", VersionId, Code: "AccessDenied" }]);
    expect(await call("DeleteObjects", { Delete: { Quiet: true, Objects: [{ Key: "a" }] } })).toEqual({});
  });
});
