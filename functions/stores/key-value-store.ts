import {
  CloudFrontKeyValueStoreClient,
  ConflictException,
  DescribeKeyValueStoreCommand,
  ListKeysCommand,
  UpdateKeysCommand,
  type CloudFrontKeyValueStoreClientConfig,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import type { RouterChanges } from "../domain/router-keys.ts";
import type { Clock } from "./clock.ts";

/** The edge router's store; every change names the state that it was made for. */
export interface RouterStore {
  /** Tells one state of the store from another; opaque. */
  etag(): Promise<string>;
  /** All keys. What changes while they are read makes the ETag an old one. */
  keys(): Promise<ReadonlyMap<string, string>>;
  /** Changes up to fifty keys at once; false when the store is no longer in the state that `etag` names. */
  update(changes: RouterChanges, etag: string): Promise<boolean>;
}

const DEADLINE_MS = 2_000;
/** Limits of CloudFront KeyValueStore: keys a page, and changes a call. */
const PAGE_KEYS = 50;
const CHANGES_MAX = 50;

/**
 * A client of KeyValueStores. It puts the account before the host of its endpoint, which an endpoint that is a bare
 * address cannot take: there the address itself is called.
 */
export function keyValueClient(
  awsEndpoint: string | undefined,
  settings: Pick<CloudFrontKeyValueStoreClientConfig, "region" | "credentials"> = {},
): CloudFrontKeyValueStoreClient {
  if (awsEndpoint === undefined) return new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 });
  const endpoint = new URL(awsEndpoint);
  const { hostname } = endpoint;
  endpoint.hostname = "localhost";
  const client = new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1, endpoint: endpoint.href });
  client.middlewareStack.add(
    (next) => (step) => {
      if (hasHostname(step.request)) step.request.hostname = hostname;
      return next(step);
    },
    { step: "build", priority: "high" },
  );
  return client;
}

function hasHostname(request: unknown): request is { hostname: string } {
  return typeof request === "object" && request !== null && "hostname" in request;
}

/** The store behind its client; retries are the caller's. */
export function createRouterStore(
  client: Pick<CloudFrontKeyValueStoreClient, "send">,
  arn: string,
  clock: Pick<Clock, "deadline">,
): RouterStore {
  const deadline = () => ({ abortSignal: clock.deadline(DEADLINE_MS) });
  return {
    async etag() {
      const { ETag } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN: arn }), deadline());
      if (ETag === undefined) throw new Error("The router's store has no ETag.");
      return ETag;
    },
    async keys() {
      const keys = new Map<string, string>();
      let NextToken: string | undefined;
      do {
        const input = { KvsARN: arn, MaxResults: PAGE_KEYS, ...(NextToken !== undefined && { NextToken }) };
        const page = await client.send(new ListKeysCommand(input), deadline());
        for (const { Key, Value } of page.Items ?? []) {
          if (Key !== undefined && Value !== undefined) keys.set(Key, Value);
        }
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      return keys;
    },
    async update({ puts, deletes }, etag) {
      // What is over the limit waits for the next look at the store. Keys that send traffic come before all else.
      const Puts = [...puts].slice(0, CHANGES_MAX).map(([Key, Value]) => ({ Key, Value }));
      const Deletes = deletes.slice(0, CHANGES_MAX - Puts.length).map((Key) => ({ Key }));
      const some = { ...(Puts.length > 0 && { Puts }), ...(Deletes.length > 0 && { Deletes }) };
      const input = { KvsARN: arn, IfMatch: etag, ...some };
      try {
        await client.send(new UpdateKeysCommand(input), deadline());
        return true;
      } catch (error) {
        if (error instanceof ConflictException) return false;
        throw error;
      }
    },
  };
}
