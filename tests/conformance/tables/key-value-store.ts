import { is, type Case, type Fields, type Step, type Suite } from "../case.ts";

const store = { KvsARN: "{store}" } as const;
const etag: Step = { call: "DescribeKeyValueStore", input: store, keep: { etag: "ETag" } };
const put = (key: string, value: string, more: Fields = {}): Step => ({
  call: "PutKey",
  input: { ...store, Key: key, Value: value, IfMatch: "{etag}", ...more },
  keep: { etag: "ETag" },
});
const get = (key: string): Step => ({ call: "GetKey", input: { ...store, Key: key } });

/** Each case has a store: ETags are of a whole store. */
const fresh: readonly Step[] = [
  {
    service: "cloudfront",
    call: "CreateKeyValueStore",
    input: { Name: "conformance-{case}" },
    keep: { store: "KeyValueStore.ARN" },
  },
  {
    service: "cloudfront",
    call: "DescribeKeyValueStore",
    input: { Name: "conformance-{case}" },
    gives: { KeyValueStore: { Status: "READY" } },
    within: 60_000,
  },
  etag,
];
const drop: readonly Step[] = [
  {
    service: "cloudfront",
    call: "DescribeKeyValueStore",
    input: { Name: "conformance-{case}" },
    keep: { control: "ETag" },
  },
  {
    service: "cloudfront",
    call: "DeleteKeyValueStore",
    input: { Name: "conformance-{case}", IfMatch: "{control}" },
  },
];

function onStore(row: Case): Case {
  return { ...row, before: [...fresh, ...(row.before ?? [])], after: [...(row.after ?? []), ...drop] };
}

const old: readonly Step[] = [{ ...put("a", "1"), keep: {} }];

/** The data plane of a CloudFront KeyValueStore: every write names the ETag that it read. */
export const keyValueStoreSuites: readonly Suite[] = [
  {
    service: "cloudfront-keyvaluestore",
    topic: "keys and ETags",
    cases: [
      {
        name: "An empty store",
        call: "DescribeKeyValueStore",
        input: store,
        gives: { KvsARN: "{store}", ItemCount: 0, TotalSizeInBytes: 0, ETag: is.text, Created: is.date },
      },
      {
        name: "A write answers the next ETag, and the next write takes it",
        before: [{ ...put("a", "1"), gives: { ETag: is.not("{etag}"), ItemCount: 1, TotalSizeInBytes: 2 } }],
        ...put("b", "22"),
        gives: { ETag: is.not("{etag}"), ItemCount: 2, TotalSizeInBytes: 5 },
      },
      {
        name: "An old ETag is refused",
        before: old,
        ...put("b", "2"),
        fails: "ConflictException",
        after: [{ ...get("b"), fails: "ResourceNotFoundException" }],
      },
      {
        name: "An ETag that never was is refused",
        ...put("a", "1", { IfMatch: "KV000000000000" }),
        fails: "ConflictException",
      },
      {
        name: "A value is read with the store's size",
        before: [put("a", "1")],
        ...get("a"),
        gives: { Key: "a", Value: "1", ItemCount: 1, TotalSizeInBytes: 2 },
      },
      { name: "A key that is none is read", ...get("none"), fails: "ResourceNotFoundException" },
      {
        name: "A key is deleted",
        before: [
          put("a", "1"),
          {
            call: "DeleteKey",
            input: { ...store, Key: "a", IfMatch: "{etag}" },
            gives: { ItemCount: 0, ETag: is.text },
          },
        ],
        ...get("a"),
        fails: "ResourceNotFoundException",
      },
      {
        name: "A key that is none is deleted",
        call: "DeleteKey",
        input: { ...store, Key: "none", IfMatch: "{etag}" },
        fails: "ResourceNotFoundException",
      },
      {
        name: "UpdateKeys puts and deletes at once",
        before: [
          put("a", "1"),
          {
            call: "UpdateKeys",
            input: {
              ...store,
              IfMatch: "{etag}",
              Puts: [
                { Key: "b", Value: "2" },
                { Key: "c", Value: "3" },
              ],
              Deletes: [{ Key: "a" }],
            },
            gives: { ItemCount: 2, ETag: is.not("{etag}") },
          },
        ],
        call: "ListKeys",
        input: store,
        gives: {
          Items: [
            { Key: "b", Value: "2" },
            { Key: "c", Value: "3" },
          ],
          NextToken: is.absent,
        },
      },
      {
        name: "UpdateKeys with an old ETag changes nothing",
        before: old,
        call: "UpdateKeys",
        input: { ...store, IfMatch: "{etag}", Puts: [{ Key: "b", Value: "2" }], Deletes: [{ Key: "a" }] },
        fails: "ConflictException",
        after: [get("a")],
      },
      {
        name: "ListKeys pages",
        before: [
          put("a", "1"),
          put("b", "2"),
          {
            call: "ListKeys",
            input: { ...store, MaxResults: 1 },
            gives: { Items: [{ Key: "a" }], NextToken: is.text },
            keep: { token: "NextToken" },
          },
        ],
        call: "ListKeys",
        input: { ...store, MaxResults: 1, NextToken: "{token}" },
        gives: { Items: [{ Key: "b" }], NextToken: is.absent },
      },
      { name: "A value of a kilobyte", ...put("a", "v".repeat(1_024)) },
      { name: "A value of more than a kilobyte", ...put("a", "v".repeat(1_025)), fails: "ValidationException" },
      { name: "A key of more than 512 bytes", ...put("k".repeat(513), "1"), fails: "ValidationException" },
    ].map(onStore),
  },
];
