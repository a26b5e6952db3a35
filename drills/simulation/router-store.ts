import type { ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";
import type { EdgeStore } from "./edge.ts";

/** The service behind the router's store: what the watchers call of CloudFront KeyValueStore. */
export function routerStoreService(store: EdgeStore): ServiceModel {
  return {
    name: "cloudfront-keyvaluestore",
    handle({ action, input }) {
      switch (action) {
        case "DescribeKeyValueStore":
          return { ETag: store.etag() };
        case "ListKeys":
          return { Items: [...store.entries()].map(([Key, Value]) => ({ Key, Value })) };
        case "UpdateKeys": {
          const { IfMatch: etag, Puts: puts = [], Deletes: deletes = [] } = input;
          const put = listOf(puts).map(({ Key, Value }) => [String(Key), String(Value)] as const);
          const gone = listOf(deletes).map(({ Key }) => String(Key));
          if (!store.write(new Map(put), gone, String(etag))) {
            throw new AwsError("ConflictException", "The store has changed.", 409);
          }
          return { ETag: store.etag() };
        }
        default:
          throw new AwsError("InvalidAction", `The simulation has no ${action}.`);
      }
    },
    authorizations: () => [],
  };
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  // Lists of a command's input are lists of objects with AWS's field names.
  return Array.isArray(value) ? (value as readonly Readonly<Record<string, unknown>>[]) : [];
}
