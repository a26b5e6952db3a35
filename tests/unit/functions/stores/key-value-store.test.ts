import { ConflictException, type CloudFrontKeyValueStoreClient } from "@aws-sdk/client-cloudfront-keyvaluestore";
import "@aws-sdk/signature-v4a";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRouterStore, keyValueClient } from "../../../../functions/stores/key-value-store.ts";
import { manualClock, scriptedClient, type Scripted } from "./scripted-client.ts";

const ARN = "arn:aws:cloudfront::111122223333:key-value-store/routes";

function storeOn(script: readonly Scripted[]) {
  const client = scriptedClient(script);
  // The script answers whatever it is asked.
  const store = createRouterStore(client as unknown as CloudFrontKeyValueStoreClient, ARN, manualClock());
  return { store, sent: client.sent };
}

const conflict = () => new ConflictException({ message: "old", $metadata: {} });

describe("the edge router's store", () => {
  it("tells its state", async () => {
    const { store, sent } = storeOn([{ ETag: "E1" }]);
    expect(await store.etag()).toBe("E1");
    expect(sent[0]).toMatchObject({
      command: "DescribeKeyValueStoreCommand",
      input: { KvsARN: ARN },
      hasDeadline: true,
    });
  });

  it("without a state is a fault", async () => {
    await expect(storeOn([{}]).store.etag()).rejects.toThrow("no ETag");
  });

  it("is read page by page", async () => {
    const { store, sent } = storeOn([
      { Items: [{ Key: "serves/eu", Value: "us" }], NextToken: "serves/eu" },
      { Items: [{ Key: "down/eu", Value: "1" }] },
    ]);
    expect(await store.keys()).toEqual(
      new Map([
        ["serves/eu", "us"],
        ["down/eu", "1"],
      ]),
    );
    expect(sent.map(({ input }) => [input["MaxResults"], input["NextToken"]])).toEqual([
      [50, undefined],
      [50, "serves/eu"],
    ]);
  });

  it("is changed for the state that was read", async () => {
    const { store, sent } = storeOn([{ ETag: "E2" }]);
    expect(await store.update({ puts: new Map([["serves/eu", "us"]]), deletes: ["down/us"] }, "E1")).toBe(true);
    expect(sent[0]?.input).toEqual({
      KvsARN: ARN,
      IfMatch: "E1",
      Puts: [{ Key: "serves/eu", Value: "us" }],
      Deletes: [{ Key: "down/us" }],
    });
  });

  it.each<[string, Parameters<ReturnType<typeof storeOn>["store"]["update"]>[0], object]>([
    ["nothing to delete", { puts: new Map([["a", "1"]]), deletes: [] }, { Puts: [{ Key: "a", Value: "1" }] }],
    ["nothing to put", { puts: new Map(), deletes: ["a"] }, { Deletes: [{ Key: "a" }] }],
  ])("is sent no empty list: %s", async (_, changes, lists) => {
    const { store, sent } = storeOn([{}]);
    await store.update(changes, "E1");
    expect(sent[0]?.input).toEqual({ KvsARN: ARN, IfMatch: "E1", ...lists });
  });

  it("takes fifty changes at once, those that send traffic first", async () => {
    const { store, sent } = storeOn([{}]);
    const puts = new Map(Array.from({ length: 30 }, (_, index) => [`serves/c${index}`, "us"]));
    await store.update({ puts, deletes: Array.from({ length: 30 }, (_, index) => `down/c${index}`) }, "E1");
    expect(sent[0]?.input).toMatchObject({ Puts: { length: 30 }, Deletes: { length: 20 } });
  });

  it("that somebody changed meanwhile is not changed", async () => {
    expect(await storeOn([conflict()]).store.update({ puts: new Map(), deletes: ["a"] }, "E1")).toBe(false);
  });

  it("that cannot be reached is a fault", async () => {
    const { store } = storeOn([new Error("unreachable")]);
    await expect(store.update({ puts: new Map(), deletes: ["a"] }, "E1")).rejects.toThrow("unreachable");
  });
});

describe("its client", () => {
  beforeEach(() => {
    const variables = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });
  afterEach(() => void vi.unstubAllEnvs());

  const hostOf = async (awsEndpoint: string | undefined) => {
    const client = keyValueClient(awsEndpoint);
    let host = "";
    client.middlewareStack.add(
      () => async (step: { readonly request: unknown }) => {
        // The last step has the request as it is sent.
        host = (step.request as { readonly hostname: string }).hostname;
        throw new Error("far enough");
      },
      { step: "build", priority: "low" },
    );
    const store = createRouterStore(client, ARN, manualClock());
    await expect(store.etag()).rejects.toThrow("far enough");
    return host;
  };

  it("calls the account's own host", async () => {
    expect(await hostOf(undefined)).toBe("111122223333.cloudfront-kvs.global.api.aws");
  });

  it("calls the very address of a cloud that is somewhere else", async () => {
    expect(await hostOf("http://127.0.0.1:4566")).toBe("127.0.0.1");
  });
});
