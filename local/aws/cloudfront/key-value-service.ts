import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf, type Reader } from "../inputs.ts";
import { keyNotFound, type KeyValueStore } from "./key-value-store.ts";

/** The most keys that one ListKeys returns, and how many unless asked. */
const pageLimits = { most: 50, usual: 10 };

/** The most keys that one UpdateKeys changes. Source: CloudFront's quotas. */
const updateMost = 50;

type FindStore = (arn: string) => KeyValueStore | undefined;

/** The data API of KeyValueStores (signing name "cloudfront-keyvaluestore"). */
export function createKeyValueService(find: FindStore): ServiceModel {
  return {
    name: "cloudfront-keyvaluestore",
    handle(call) {
      const input = readerOf(call.action, call.input);
      const store = storeOf(find, input);
      switch (call.action) {
        case "DescribeKeyValueStore":
          return {
            KvsARN: store.arn,
            Created: store.createdMs / 1000,
            LastModified: store.modifiedMs() / 1000,
            Status: "READY",
            ...sizeOf(store),
            ETag: store.etag(),
          };
        case "GetKey": {
          const key = input.requiredText("Key");
          const value = store.items.get(key);
          if (value === undefined) throw keyNotFound(key);
          return { Key: key, Value: value, ...sizeOf(store) };
        }
        case "ListKeys":
          return listKeys(store, input);
        case "PutKey":
          store.update([[input.requiredText("Key"), input.text("Value") ?? ""]], [], input.requiredText("IfMatch"));
          return written(store);
        case "DeleteKey":
          store.update([], [input.requiredText("Key")], input.requiredText("IfMatch"));
          return written(store);
        case "UpdateKeys": {
          const puts = input.children("Puts").map((put) => [put.requiredText("Key"), put.text("Value") ?? ""] as const);
          const deletes = input.children("Deletes").map((one) => one.requiredText("Key"));
          refuseDoubles([...puts.map(([key]) => key), ...deletes]);
          store.update(puts, deletes, input.requiredText("IfMatch"));
          return written(store);
        }
        default:
          throw notImplemented(`cloudfront-keyvaluestore:${call.action}`);
      }
    },
    authorizations: (call: Call) => [
      {
        action: `cloudfront-keyvaluestore:${call.action}`,
        resource: readerOf(call.action, call.input).requiredText("KvsARN"),
        context: {},
      },
    ],
  };
}

function listKeys(store: KeyValueStore, input: Reader) {
  const keys = [...store.items.keys()].toSorted();
  const after = input.text("NextToken");
  const most = input.number("MaxResults") ?? pageLimits.usual;
  if (!Number.isInteger(most) || most < 1 || most > pageLimits.most) {
    throw new AwsError("ValidationException", `MaxResults is 1 to ${pageLimits.most}.`);
  }
  const rest = after === undefined ? keys : keys.filter((key) => key > after);
  const page = rest.slice(0, most);
  const last = page.at(-1);
  return {
    Items: page.map((key) => ({ Key: key, Value: store.items.get(key) })),
    ...(rest.length > page.length && last !== undefined ? { NextToken: last } : {}),
  };
}

/** One call changes a key once, and so many keys at most. */
function refuseDoubles(keys: readonly string[]): void {
  if (keys.length > updateMost) {
    throw new AwsError("ValidationException", `One call changes at most ${updateMost} keys.`);
  }
  if (new Set(keys).size < keys.length) throw new AwsError("ValidationException", "A key is named twice.");
}

function storeOf(find: FindStore, input: Reader): KeyValueStore {
  const arn = input.requiredText("KvsARN");
  const store = find(arn);
  if (store === undefined) throw new AwsError("ResourceNotFoundException", `Key value store ${arn} not found.`, 404);
  return store;
}

function sizeOf(store: KeyValueStore) {
  return { ItemCount: store.items.size, TotalSizeInBytes: store.totalBytes() };
}

function written(store: KeyValueStore) {
  return { ...sizeOf(store), ETag: store.etag() };
}
