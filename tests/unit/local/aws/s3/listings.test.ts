import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { shelf, type S3UnderTest } from "./harness.ts";

const keys = ["a", "a/1", "a/2", "b/1", "b/2/x", "c", "Z", "é"];

async function filled(): Promise<S3UnderTest> {
  const under = await shelf();
  for (const key of keys) await under.put(key);
  return under;
}

/** Keys and prefixes of every page. */
async function pages({ call }: S3UnderTest, input: Properties): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  let token: unknown;
  do {
    const page = await call("ListObjectsV2", { ...input, ContinuationToken: token });
    // A listing's own output.
    const [rows, prefixes] = [page["Contents"], page["CommonPrefixes"]] as { Key?: string; Prefix?: string }[][];
    found.push([...(rows ?? []), ...(prefixes ?? [])].map(({ Key, Prefix }) => Key ?? Prefix ?? ""));
    token = page["NextContinuationToken"];
  } while (token !== undefined);
  return found;
}

describe("a listing", () => {
  it("is in the order of the keys' bytes", async () => {
    expect(await pages(await filled(), {})).toEqual([["Z", "a", "a/1", "a/2", "b/1", "b/2/x", "c", "é"]]);
  });

  it.each<[Properties, readonly (readonly string[])[]]>([
    [{ Prefix: "a/" }, [["a/1", "a/2"]]],
    [{ Prefix: "none" }, [[]]],
    [{ Delimiter: "/" }, [["Z", "a", "c", "é", "a/", "b/"]]],
    [{ Delimiter: "/", Prefix: "b/" }, [["b/1", "b/2/"]]],
    [
      { Delimiter: "/", MaxKeys: 2 },
      [
        ["Z", "a"],
        ["a/", "b/"],
        ["c", "é"],
      ],
    ],
    [{ MaxKeys: 3, Prefix: "a" }, [["a", "a/1", "a/2"]]],
    [{ StartAfter: "b/1" }, [["b/2/x", "c", "é"]]],
    [{ StartAfter: "b/1", Delimiter: "/" }, [["c", "é", "b/"]]],
    [{ EncodingType: "url", Prefix: "é" }, [["%C3%A9"]]],
  ])("%j", async (input, expected) => {
    expect(await pages(await filled(), input)).toEqual(expected);
  });

  it("counts keys and prefixes, and refuses a token of its own making alone", async () => {
    const { call, refusal } = await filled();
    expect(await call("ListObjectsV2", { Delimiter: "/", MaxKeys: 3 })).toMatchObject({
      KeyCount: 3,
      MaxKeys: 3,
      IsTruncated: true,
    });
    expect(await call("ListObjectsV2", { MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(await refusal("ListObjectsV2", { ContinuationToken: "?" })).toContain("InvalidArgument");
    expect(await refusal("ListObjectsV2", { MaxKeys: -1 })).toContain("InvalidArgument");
  });

  it("of the first version goes on from a marker", async () => {
    const { call } = await filled();
    const { NextMarker, IsTruncated } = await call("ListObjects", { Delimiter: "/", MaxKeys: 3 });
    expect([NextMarker, IsTruncated]).toEqual(["a/", true]);
    expect(await call("ListObjects", { Delimiter: "/", Marker: "a/" })).toMatchObject({
      Contents: [{ Key: "c" }, { Key: "é" }],
      CommonPrefixes: [{ Prefix: "b/" }],
    });
  });

  it("of versions goes on within a key", async () => {
    const { call, put } = await shelf("versioned");
    const ids: unknown[] = [];
    for (const body of ["1", "2", "3"]) ids.unshift((await put("k", body))["VersionId"]);
    await put("l");
    const first = await call("ListObjectVersions", { MaxKeys: 2 });
    expect(first["Versions"]).toMatchObject([{ VersionId: ids[0], IsLatest: true }, { VersionId: ids[1] }]);
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
    const { Versions } = await call("ListObjectVersions", { KeyMarker, VersionIdMarker });
    expect(Versions).toMatchObject([
      { VersionId: ids[2], IsLatest: false, Size: 1 },
      { Key: "l", IsLatest: true },
    ]);
  });
});
