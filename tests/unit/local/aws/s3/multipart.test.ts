import { describe, expect, it } from "vitest";
import { checksumOf } from "../../../../../local/aws/s3/checksums.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { shelf } from "./harness.ts";

const big = Buffer.alloc(5 * 1024 * 1024, "a");

async function uploading(more: Properties = {}) {
  const under = await shelf("versioned");
  const { UploadId } = await under.call("CreateMultipartUpload", { Key: "k", ...more });
  const upload = { Key: "k", UploadId };
  const part = async (PartNumber: number, Body: Buffer | string): Promise<Properties> => {
    const { ETag } = await under.call("UploadPart", { ...upload, PartNumber, Body });
    return { PartNumber, ETag };
  };
  const parts = (...Parts: readonly Properties[]): Properties => ({ ...upload, MultipartUpload: { Parts } });
  return { ...under, upload, part, parts };
}

describe("a multipart upload", () => {
  it("becomes the object once it is complete, and not before", async () => {
    const { call, part, parts, refusal, text, upload } = await uploading({ ContentType: "text/plain" });
    const [two, one] = [await part(2, "end"), await part(1, big)];
    expect(await refusal("GetObject", { Key: "k" })).toContain("NoSuchKey");
    expect(await call("ListParts", upload)).toMatchObject({ Parts: [{ PartNumber: 1 }, { PartNumber: 2, Size: 3 }] });
    const done = await call("CompleteMultipartUpload", parts(one, two));
    // The MD5 of both parts' MD5s, as the command line computes it.
    expect(done["ETag"]).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await text("k", { Range: "bytes=-5" })).toBe("aaend");
    expect(await call("HeadObject", { Key: "k" })).toMatchObject({ ContentType: "text/plain", ETag: done["ETag"] });
    expect(await refusal("ListParts", upload)).toContain("NoSuchUpload");
    expect(await call("ListMultipartUploads")).toMatchObject({ Uploads: [] });
  });

  it("has the digest of its parts' digests where it was begun with an algorithm", async () => {
    const { call, part, parts } = await uploading({ ChecksumAlgorithm: "CRC32" });
    const [one, two] = [await part(1, big), await part(2, "end")];
    const digests = [big, Buffer.from("end")].map((body) => Buffer.from(checksumOf("CRC32", body), "base64"));
    expect(await call("CompleteMultipartUpload", parts(one, two))).toMatchObject({
      ChecksumCRC32: `${checksumOf("CRC32", Buffer.concat(digests))}-2`,
      ChecksumType: "COMPOSITE",
    });
  });

  it("has the digest of the whole where it was begun without", async () => {
    const { call, part, parts } = await uploading();
    const one = await part(1, "whole");
    expect(await call("CompleteMultipartUpload", parts(one))).toMatchObject({
      ChecksumCRC64NVME: checksumOf("CRC64NVME", Buffer.from("whole")),
      ChecksumType: "FULL_OBJECT",
    });
  });

  it("is refused with parts that are small, in disorder or unknown", async () => {
    const { part, parts, refusal } = await uploading();
    const [one, two] = [await part(1, "small"), await part(2, "end")];
    const complete = (...named: readonly Properties[]) => refusal("CompleteMultipartUpload", parts(...named));
    expect(await complete(one, two)).toContain("EntityTooSmall: Your proposed upload is smaller");
    expect(await complete(two, one)).toContain("InvalidPartOrder: The list of parts was not in ascending order.");
    expect(await complete({ PartNumber: 3, ETag: '"0"' })).toContain("InvalidPart: One or more of the specified parts");
    expect(await complete({ PartNumber: 1, ETag: '"0"' })).toContain("InvalidPart");
    expect(await complete()).toContain("MalformedXML");
    expect(await refusal("UploadPart", { ...parts(), PartNumber: 10_001 })).toContain("InvalidArgument: Part number");
  });

  it("on a condition fails where the key was taken, and conflicts where it was deleted meanwhile", async () => {
    const { call, part, parts, put, refusal } = await uploading();
    const one = await part(1, "mine");
    await put("k", "theirs");
    expect(await refusal("CompleteMultipartUpload", { ...parts(one), IfNoneMatch: "*" })).toContain(
      "PreconditionFailed",
    );
    await call("DeleteObject", { Key: "k" });
    expect(await refusal("CompleteMultipartUpload", { ...parts(one), IfNoneMatch: "*" })).toContain(
      "ConditionalRequestConflict: The conditional request cannot succeed due to a conflicting operation",
    );
  });

  it("ends when it is given up, and is listed until then", async () => {
    const { call, refusal, upload, part } = await uploading();
    await part(1, "mine");
    await call("CreateMultipartUpload", { Key: "l" });
    const first = await call("ListMultipartUploads", { MaxUploads: 1 });
    expect(first).toMatchObject({ Uploads: [upload], IsTruncated: true, NextKeyMarker: "k" });
    expect(await call("ListMultipartUploads", { KeyMarker: "k" })).toMatchObject({ Uploads: [{ Key: "l" }] });
    await call("AbortMultipartUpload", upload);
    expect(await refusal("UploadPart", { ...upload, PartNumber: 1, Body: "" })).toContain("NoSuchUpload");
  });
});
