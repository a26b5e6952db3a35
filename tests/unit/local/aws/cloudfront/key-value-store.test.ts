import { describe, expect, it } from "vitest";
import { routes } from "../../../../../local/aws/cloudfront/index.ts";
import { rootCaller } from "../../../../../local/aws/principals.ts";
import { accountId } from "../account.ts";
import { edge } from "./harness.ts";

type Fields = Readonly<Record<string, unknown>>;

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `k${at}`, Value: "v" }));

async function store() {
  const { cloudFront, storeArn } = await edge(undefined);
  const call = async (action: string, input: Fields = {}) =>
    cloudFront.service.handle({
      service: "cloudfront-keyvaluestore",
      action,
      region: "us-east-1",
      input: { KvsARN: storeArn, ...input },
      caller: rootCaller(accountId),
      requestId: "r",
    });
  const etag = async () => (await call("DescribeKeyValueStore"))["ETag"];
  return { call, etag, storeArn };
}

describe("a key value store", () => {
  it("is empty and ready at first", async () => {
    const { call, storeArn } = await store();
    expect(await call("DescribeKeyValueStore")).toEqual({
      KvsARN: storeArn,
      Created: Date.UTC(2026, 0, 1) / 1000,
      LastModified: Date.UTC(2026, 0, 1) / 1000,
      Status: "READY",
      ItemCount: 0,
      TotalSizeInBytes: 0,
      ETag: expect.stringMatching(/^KV[0-9A-F]{12}$/),
    });
  });

  it("takes a write that names the present ETag, and answers the next one", async () => {
    const { call, etag } = await store();
    const first = await etag();
    const put = await call("PutKey", { Key: "serves/eu", Value: "us", IfMatch: first });
    expect(put).toEqual({ ItemCount: 1, TotalSizeInBytes: 11, ETag: await etag() });
    expect(put["ETag"]).not.toBe(first);
    expect(await call("GetKey", { Key: "serves/eu" })).toMatchObject({ Key: "serves/eu", Value: "us" });
  });

  it("takes puts and deletes together, or neither", async () => {
    const { call, etag } = await store();
    await call("PutKey", { Key: "a", Value: "1", IfMatch: await etag() });
    const failed = call("UpdateKeys", {
      IfMatch: await etag(),
      Puts: [{ Key: "b", Value: "2" }],
      Deletes: [{ Key: "absent" }],
    });
    await expect(failed).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    expect((await call("ListKeys"))["Items"]).toEqual([{ Key: "a", Value: "1" }]);
    await call("UpdateKeys", { IfMatch: await etag(), Puts: [{ Key: "b", Value: "2" }], Deletes: [{ Key: "a" }] });
    expect((await call("ListKeys"))["Items"]).toEqual([{ Key: "b", Value: "2" }]);
  });

  it("lists its keys page by page", async () => {
    const { call, etag } = await store();
    const Puts = ["c", "a", "b"].map((Key) => ({ Key, Value: Key }));
    await call("UpdateKeys", { IfMatch: await etag(), Puts });
    const first = await call("ListKeys", { MaxResults: 2 });
    expect(first).toEqual({
      Items: [
        { Key: "a", Value: "a" },
        { Key: "b", Value: "b" },
      ],
      NextToken: "b",
    });
    expect(await call("ListKeys", { MaxResults: 2, NextToken: "b" })).toEqual({ Items: [{ Key: "c", Value: "c" }] });
  });

  it.each([
    ["a stale ETag", "PutKey", { Key: "a", Value: "1", IfMatch: "KV0" }, "ConflictException"],
    ["51 changes at once", "UpdateKeys", { Puts: many(51), IfMatch: "@" }, "ValidationException"],
    ["a key put and deleted", "UpdateKeys", { Puts: many(1), Deletes: many(1), IfMatch: "@" }, "ValidationException"],
    ["pages of 51", "ListKeys", { MaxResults: 51 }, "ValidationException"],
    ["pages of none", "ListKeys", { MaxResults: 0 }, "ValidationException"],
    ["no ETag", "PutKey", { Key: "a", Value: "1" }, "ValidationException"],
    ["a key over 512 bytes", "PutKey", { Key: "k".repeat(513), Value: "1", IfMatch: "@" }, "ValidationException"],
    ["a value over 1 KB", "PutKey", { Key: "a", Value: "v".repeat(1025), IfMatch: "@" }, "ValidationException"],
    ["an absent key", "GetKey", { Key: "none" }, "ResourceNotFoundException"],
    ["the deletion of an absent key", "DeleteKey", { Key: "none", IfMatch: "@" }, "ResourceNotFoundException"],
    ["an unknown store", "GetKey", { KvsARN: "arn:other", Key: "a" }, "ResourceNotFoundException"],
  ])("refuses %s", async (_case, action, input: Fields, code) => {
    const { call, etag } = await store();
    const current = input["IfMatch"] === "@" ? { ...input, IfMatch: await etag() } : input;
    await expect(call(action, current)).rejects.toMatchObject({ code });
  });
});

describe("a key value store's wire", () => {
  const route = (action: string) => {
    const found = routes.find((one) => one.action === action);
    if (found === undefined) throw new Error(`no route of ${action}`);
    return found;
  };
  const request = (params: Record<string, string>, body = "", headers: Record<string, string> = {}) => ({
    method: "PUT",
    params,
    query: new URLSearchParams("MaxResults=2"),
    headers: new Headers(headers),
    body,
  });

  it("takes the key from the path, the value from the body and the ETag from If-Match", () => {
    const params = { KvsARN: "arn", Key: "a" };
    expect(route("PutKey").input(request(params, '{"Value":"1"}', { "if-match": "KV1" }))).toEqual({
      KvsARN: "arn",
      Key: "a",
      Value: "1",
      IfMatch: "KV1",
    });
    expect(route("ListKeys").input(request({ KvsARN: "arn" }))).toEqual({ KvsARN: "arn", MaxResults: 2 });
  });

  it("answers the ETag as a header", async () => {
    const reply = route("PutKey").reply?.({ ItemCount: 1, ETag: "KV2" });
    expect(reply?.headers.get("etag")).toBe("KV2");
    expect(await reply?.json()).toEqual({ ItemCount: 1 });
  });
});
