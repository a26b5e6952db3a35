import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDeclared } from "../../../../../local/aws/declared/index.ts";
import { createS3 } from "../../../../../local/aws/s3/index.ts";
import type { Properties, ResourceModel } from "../../../../../local/core/resource.ts";
import { startEngineHost } from "../../../../../local/pulumi/engine/index.ts";
import type { EngineHost } from "../../../../../local/pulumi/engine/index.ts";
import { createProvider } from "../../../../../local/pulumi/provider.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { EngineClient } from "./client.ts";

const accountId = "111122223333";
const shelf = "urn:pulumi:one::tiny::aws:x/shelf:Shelf::books";
const kept = new Map<string, Properties>();
const faults: unknown[] = [];
const clients: EngineClient[] = [];
let host: EngineHost;

/** Shelves are kept in the test's own process, as every resource of the local cloud is. */
const shelves: ResourceModel = {
  type: "aws:x/shelf:Shelf",
  standing: "modelled",
  inputs: { name: { replaces: true, autoName: { lengthMax: 64 } }, boards: {}, code: {} },
  create({ inputs, region }) {
    const id = String(inputs["name"]);
    if (kept.has(id)) throw new Error(`There is a shelf ${id}.`);
    kept.set(id, inputs);
    return { id, outputs: { ...inputs, arn: `arn:aws:x:${region}:${accountId}:${id}` } };
  },
  read: ({ id, outputs }) => (kept.has(id) ? { ...outputs, ...kept.get(id) } : undefined),
  update({ id }, inputs) {
    kept.set(id, inputs);
    return inputs;
  },
  delete: ({ id }) => void kept.delete(id),
};

beforeAll(async () => {
  const kernel = createVirtualKernel();
  const s3 = createS3({ kernel, keys: () => [] });
  const declared = createDeclared({ kernel, bucketPolicies: s3.policies });
  const models = [...declared.resources, ...s3.resources, shelves];
  const provider = createProvider({ kernel, accountId, models, invokes: declared.invokes });
  host = await startEngineHost({ provider, accountId, directory: "/", onFault: (fault) => faults.push(fault) });
});

afterAll(async () => {
  clients.forEach((client) => client.close());
  await host.shutdown();
});

function instance(): EngineClient {
  const client = new EngineClient(host.ports.aws);
  clients.push(client);
  return client;
}

async function configured(region: string): Promise<EngineClient> {
  const client = instance();
  await client.configure({ region });
  return client;
}

describe("a provider instance", () => {
  it("can be asked in a preview", async () => {
    expect((await instance().configure({ region: "eu-west-1" })).getSupportspreview()).toBe(true);
  });

  it("has its own region, beside others", async () => {
    const [west, east] = [await configured("eu-west-1"), await configured("us-east-1")];
    expect(await west.check(shelf, {})).toMatchObject({ region: "eu-west-1" });
    expect(await east.check(shelf, {})).toMatchObject({ region: "us-east-1" });
  });

  it.each<[string, Properties, readonly string[]]>([
    ["what every stack says", { region: "eu-west-1", version: "7.48.0", skipCredentialsValidation: "true" }, []],
    ["this account among those allowed", { allowedAccountIds: `["${accountId}"]` }, []],
    [
      "another account",
      { allowedAccountIds: '["999999999999"]' },
      ["allowedAccountIds: AWS account ID not allowed: 111122223333"],
    ],
    [
      "what the local cloud does not model",
      { assumeRoles: '[{"roleArn":"arn"}]' },
      [
        "assumeRoles: NotImplemented: The local cloud does not model the provider's setting aws:assumeRoles; " +
          "see docs/local-differences.md.",
      ],
    ],
  ])("is configured with %s", async (_what, config, expected) => {
    expect(await instance().checkConfig(config)).toEqual(expected);
  });
});

describe("the life of a resource over the engine's protocol", () => {
  it("checks, foresees, creates, compares and reads", async () => {
    const client = await configured("eu-west-1");
    const inputs = await client.check(shelf, { name: "books", boards: 3 });
    expect((await client.create(shelf, inputs, true)).outputs).not.toHaveProperty("arn");
    expect(kept.has("books")).toBe(false);
    const { id, outputs } = await client.create(shelf, inputs);
    expect(outputs["arn"]).toBe(`arn:aws:x:eu-west-1:${accountId}:books`);
    const change = await client.diff(shelf, id, inputs, { ...inputs, boards: 4 });
    expect(change).toMatchObject({ changes: 2, replacesList: [], diffsList: ["boards"], hasdetaileddiff: true });
    const replacement = await client.diff(shelf, id, inputs, { ...inputs, name: "papers" });
    expect(replacement).toMatchObject({ changes: 2, replacesList: ["name"] });
    expect(await client.read(shelf, id, inputs)).toEqual({ id, inputs });
    expect(await client.read(shelf, "nowhere", inputs)).toEqual({ id: "", inputs: {} });
  });

  it("says what went wrong, with type and name", async () => {
    const client = await configured("eu-west-1");
    const unmodelled = "urn:pulumi:one::tiny::aws:appsync/graphQLApi:GraphQLApi::graph";
    await expect(client.check(unmodelled, {})).rejects.toThrow(
      "checking aws:appsync/graphQLApi:GraphQLApi (graph): NotImplemented: The local cloud does not model the " +
        "resource type aws:appsync/graphQLApi:GraphQLApi; see docs/local-differences.md.",
    );
    await client.create(shelf, { name: "twice" });
    await expect(client.create(shelf, { name: "twice" })).rejects.toThrow(
      "creating aws:x/shelf:Shelf (books): There is a shelf twice.",
    );
  });

  it("knows an archive by its contents, in whatever folder it lies", async () => {
    const client = await configured("eu-west-1");
    const archive = (path: string, hash: string): Properties => ({
      code: { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", path, hash },
    });
    expect((await client.diff(shelf, "books", archive("", "h1"), archive("/here", "h1"))).changes).toBe(1);
    expect((await client.diff(shelf, "books", archive("", "h1"), archive("/here", "h2"))).changes).toBe(2);
    // What the engine's state keeps of it after a refresh.
    const { code } = archive("", "h1");
    const refreshed = { code: { ...Object(code), assets: {} } };
    expect((await client.diff(shelf, "books", refreshed, archive("/here", "h1"))).changes).toBe(1);
  });
});

describe("a provider process that is killed", () => {
  it("comes back on the same port, and no resource is lost", async () => {
    const before = await configured("eu-west-1");
    const { id } = await before.create(shelf, { name: "lasting" });
    const [pid] = host.pids();
    process.kill(pid ?? 0, "SIGKILL");
    const after = await eventually(async () => configured("eu-west-1"));
    expect(await after.read(shelf, id, {})).toMatchObject({ id: "lasting" });
    expect(host.pids()[0]).not.toBe(pid);
    expect(String(faults.at(-1))).toContain("The process of aws-process.ts ended (SIGKILL); it is started anew.");
  });

  it("tells an engine that was cut off to start again", async () => {
    await expect(instance().check(shelf, {})).rejects.toThrow("This provider was restarted: run the command again.");
  });
});

async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await attempt();
    } catch (fault) {
      if (Date.now() > until) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
