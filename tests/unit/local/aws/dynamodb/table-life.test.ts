import { beforeEach, describe, expect, it } from "vitest";
import { type Life, lifeOf } from "../life.ts";
import { accountId, createHarness, eu, type Harness, type Input, key, ledgerInputs, us } from "./harness.ts";

const type = "aws:dynamodb/table:Table";
const arn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;
const keyArn = (name: string, region = eu): string => `arn:aws:kms:${region}:${accountId}:key/${name}`;

/** The ledger as its founder declares it. */
const ledger: Input = {
  ...ledgerInputs,
  serverSideEncryption: { enabled: true, kmsKeyArn: keyArn("k") },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: false,
  tags: { cell: "eu" },
};
const views: Input = { name: "views", billingMode: "PAY_PER_REQUEST", hashKey: "pk", attributes: [s("pk")] };
/** The authority as the program declares it. */
const authority: Input = {
  ...views,
  name: "authority",
  replicas: [
    {
      regionName: "eu-central-1",
      consistencyMode: "STRONG",
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
      propagateTags: true,
    },
  ],
  globalTableWitness: { regionName: "eu-west-3" },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
  tags: { scope: "global" },
};
const provisioned: Input = { ...views, billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 };
const streaming: Input = { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" };

function s(name: string): Input {
  return { name, type: "S" };
}

let local: Harness;
let life: Life;
beforeEach(() => {
  local = createHarness();
  life = lifeOf(local.db.resources, type, { region: eu });
});

const described = (name: string, region = eu): Input =>
  local.call("DescribeTable", { TableName: name }, region)["Table"] as Input;

describe("what the provider refuses of a table", () => {
  it.each<[Input, string]>([
    [{ billingMode: "FREE" }, 'billingMode: expected it to be one of ["PROVISIONED" "PAY_PER_REQUEST"], got FREE'],
    [
      { tableClass: "COLD" },
      'tableClass: expected it to be one of ["STANDARD" "STANDARD_INFREQUENT_ACCESS"], got COLD',
    ],
    [
      { attributes: [s("pk"), s("x"), s("w")] },
      'attributes: all attributes must be indexed. Unused attributes: ["w" "x"]',
    ],
    [{ rangeKey: "sk" }, 'attributes: all indexes must match a defined attribute. Unmatched indexes: ["sk"]'],
    [
      { attributes: [{ name: "pk", type: "BOOL" }] },
      'attributes[0].type: expected it to be one of ["B" "N" "S"], got BOOL',
    ],
    [
      { globalSecondaryIndexes: [{ name: "one", hashKey: "pk" }] },
      "globalSecondaryIndexes[0].projectionType: Missing required argument. " +
        'The argument "projectionType" is required, but no definition was found.',
    ],
    [
      { replicas: [{ regionName: us, consistencyMode: "WEAK" }] },
      'replicas[0].consistencyMode: expected it to be one of ["EVENTUAL" "STRONG"], got WEAK',
    ],
    [
      { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 36 } },
      "pointInTimeRecovery.recoveryPeriodInDays: expected it to be in the range (1 - 35), got 36",
    ],
    [
      { serverSideEncryption: { enabled: true, kmsKeyArn: "alias/k" } },
      "serverSideEncryption.kmsKeyArn: (alias/k) is an invalid ARN: arn: invalid prefix or not enough sections",
    ],
    [{ streamEnabled: true }, "streamViewType: stream_view_type is required when stream_enabled = true"],
    [
      { ttl: { enabled: true } },
      'ttl.attributeName: Attribute "ttl[0].attribute_name" must be specified when "ttl[0].enabled" is "true".',
    ],
    [{ readCapacity: 1 }, 'readCapacity: read_capacity can not be set when billing_mode is "PAY_PER_REQUEST"'],
    [
      { billingMode: "PROVISIONED", readCapacity: 1 },
      'writeCapacity: write_capacity must be at least 1 when billing_mode is "PROVISIONED"',
    ],
  ])("%o", (more, refusal) => {
    expect(life.refusals({ ...views, ...more })).toEqual([refusal]);
  });

  it("is nothing of what the program declares", () => {
    expect([ledger, views, authority].flatMap(life.refusals)).toEqual([]);
  });
});

describe("a table", () => {
  it.each([
    ["the ledger", ledger],
    ["views", views],
    ["the authority", authority],
    [
      "one with capacity",
      { ...provisioned, globalSecondaryIndexes: [index("one", { readCapacity: 2, writeCapacity: 2 })] },
    ],
    ["one with expiry", { ...views, ttl: { enabled: true, attributeName: "expires" } }],
    ["one without", { ...views, ttl: { enabled: false, attributeName: "expires" } }],
    ["one with defaults written out", { ...views, streamEnabled: false, tableClass: "STANDARD", replicas: [] }],
  ])("shows no change after its creation: %s", async (_, inputs) => {
    const created = await life.create(inputs);
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    expect(life.plan(inputs)).toEqual([]);
  });

  it("is replaced for another key or name, and changed in place for the rest", async () => {
    await life.create(ledger);
    const replaced = life.plan({ ...ledger, name: "b", hashKey: "sk", rangeKey: "pk" });
    expect(replaced).toEqual(["hashKey (replace)", "name (replace)", "rangeKey (replace)"]);
    const { globalSecondaryIndexes: _, ...news } = ledger;
    expect(
      life.plan({
        ...news,
        attributes: [s("sk"), s("pk")],
        billingMode: "PROVISIONED",
        readCapacity: 1,
        writeCapacity: 1,
        deletionProtectionEnabled: true,
        streamEnabled: false,
        ttl: { enabled: true, attributeName: "expires" },
        tags: { cell: "us" },
      }),
    ).toEqual([
      "attributes",
      "billingMode",
      "deletionProtectionEnabled",
      "globalSecondaryIndexes",
      "readCapacity",
      "streamEnabled",
      "tags.cell",
      "ttl",
      "writeCapacity",
    ]);
    // The order of a set means nothing; what AWS chooses stays where nobody asks for it any more.
    const { pointInTimeRecovery: __, serverSideEncryption: ___, ...less } = ledger;
    expect(life.plan({ ...less, attributes: ["dueAt", "due", "sk", "pk"].map(s) })).toEqual([]);
  });

  it.each<[string, Input, Input]>([
    ["another billing mode", {}, { billingMode: "PROVISIONED", readCapacity: 2, writeCapacity: 3 }],
    ["another capacity", { ...provisioned, name: "views" }, { ...provisioned, readCapacity: 9 }],
    ["no capacity", provisioned, { readCapacity: undefined, writeCapacity: undefined, billingMode: "PAY_PER_REQUEST" }],
    ["protection", {}, { deletionProtectionEnabled: true }],
    ["a stream", {}, { streamEnabled: true, streamViewType: "KEYS_ONLY" }],
    ["no stream", { streamEnabled: true, streamViewType: "KEYS_ONLY" }, { streamEnabled: false }],
    ["an index", {}, { globalSecondaryIndexes: [index("one")], attributes: [s("pk"), s("x")] }],
    [
      "another index",
      { globalSecondaryIndexes: [index("one")], attributes: [s("pk"), s("x")] },
      { globalSecondaryIndexes: [{ ...index("one"), projectionType: "KEYS_ONLY" }], attributes: [s("pk"), s("x")] },
    ],
    [
      "two indexes for one",
      { globalSecondaryIndexes: [index("one")], attributes: [s("pk"), s("x")] },
      {
        globalSecondaryIndexes: [{ ...index("two"), keySchemas: hash("x"), hashKey: undefined }, index("three")],
        attributes: [s("pk"), s("x")],
      },
    ],
    ["no index", { globalSecondaryIndexes: [index("one")], attributes: [s("pk"), s("x")] }, {}],
    [
      "an index's capacity",
      { ...provisioned, globalSecondaryIndexes: [index("one", capacity(1))], attributes: [s("pk"), s("x")] },
      { ...provisioned, globalSecondaryIndexes: [index("one", capacity(4))], attributes: [s("pk"), s("x")] },
    ],
    ["expiry", {}, { ttl: { enabled: true, attributeName: "expires" } }],
    ["no expiry", { ttl: { enabled: true, attributeName: "expires" } }, { ttl: { enabled: false } }],
    ["recovery", {}, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 } }],
    ["no recovery", { pointInTimeRecovery: { enabled: true } }, { pointInTimeRecovery: { enabled: false } }],
    ["a key", {}, { serverSideEncryption: { enabled: true, kmsKeyArn: keyArn("k") } }],
    ["no key", { serverSideEncryption: { enabled: true } }, { serverSideEncryption: { enabled: false } }],
    ["a class", {}, { tableClass: "STANDARD_INFREQUENT_ACCESS" }],
    ["tags", { tags: { a: "1", b: "2" } }, { tags: { b: "3", c: "4" } }],
    ["no tags", { tags: { a: "1" } }, {}],
    ["a replica", streaming, { ...streaming, replicas: [{ regionName: us, pointInTimeRecovery: true }] }],
    ["no replica", { ...streaming, replicas: [{ regionName: us }] }, { ...streaming, replicas: [] }],
    [
      "another replica",
      { ...streaming, replicas: [{ regionName: us }] },
      { ...streaming, replicas: [{ regionName: "eu-west-3" }] },
    ],
    [
      "a replica's settings",
      { ...streaming, replicas: [{ regionName: us, propagateTags: true }], tags: { a: "1" } },
      {
        ...streaming,
        replicas: [{ regionName: us, propagateTags: true, deletionProtectionEnabled: true, pointInTimeRecovery: true }],
        tags: { a: "2" },
      },
    ],
  ])("gets %s, and then shows no change", async (_, before, after) => {
    await life.create({ ...views, ...before });
    const news = { ...views, ...after };
    const { outputs } = await life.update(news);
    expect(life.refresh()?.outputs).toEqual(outputs);
    expect(life.plan(news)).toEqual([]);
  });

  it("keeps its items where an index comes, and finds them by it", async () => {
    await life.create(views);
    const item = (pk: string, x: Input): Input => ({ pk: { S: pk }, x });
    const put = (Item: Input): unknown => local.call("PutItem", { TableName: "views", Item });
    put(item("a", { S: "here" }));
    put(item("b", { N: "1" }));
    await life.update({ ...views, globalSecondaryIndexes: [index("one")], attributes: [s("pk"), s("x")] });
    put(item("c", { S: "here" }));
    const query = {
      TableName: "views",
      IndexName: "one",
      KeyConditionExpression: "x = :x",
      ExpressionAttributeValues: { ":x": { S: "here" } },
    };
    expect(local.call("Query", query)).toMatchObject({ Count: 2 });
    // What the index left out for its type is none of its business later either.
    put(item("b", { S: "here" }));
    local.call("DeleteItem", { TableName: "views", Key: { pk: { S: "a" } } });
    expect(local.call("Query", query)).toMatchObject({ Count: 2 });
    await life.update(views);
    expect(local.answer("Query", query)).toMatch(/^ValidationException: The table does not have the specified index/);
  });

  it("has another stream after its view was changed, and the old one is told no more", async () => {
    const stream = { streamEnabled: true, streamViewType: "KEYS_ONLY" };
    const { outputs } = await life.create({ ...views, ...stream });
    const updated = await life.update({ ...views, ...stream, streamViewType: "NEW_IMAGE" });
    expect(updated.outputs["streamArn"]).not.toBe(outputs["streamArn"]);
    expect(described("views")).toMatchObject({ LatestStreamArn: updated.outputs["streamArn"] });
    const old = local.call("DescribeStream", { StreamArn: outputs["streamArn"] });
    expect(old).toMatchObject({ StreamDescription: { StreamStatus: "DISABLED" } });
  });

  it.each<[string, Input, Input, string]>([
    [
      "another attribute of expiry",
      { ttl: { enabled: true, attributeName: "expires" } },
      { ttl: { enabled: true, attributeName: "until" } },
      "TimeToLive is active on a different AttributeName: current AttributeName is expires",
    ],
    [
      "no stream under a replica",
      { ...streaming, replicas: [{ regionName: us }] },
      { replicas: [{ regionName: us }], streamEnabled: false },
      "Disabling Stream is not allowed for a Global Table replica.",
    ],
    [
      "no replica that is protected",
      { replicas: [{ regionName: us, deletionProtectionEnabled: true }] },
      { replicas: [] },
      "Cannot delete table views in region us-east-1 because it has deletion protection enabled. " +
        "Disable deletion protection first.",
    ],
    [
      "a replica beside capacity",
      {},
      { ...provisioned, replicas: [{ regionName: us }] },
      "Table write capacity should either be Pay-Per-Request or AutoScaled.",
    ],
    [
      "a replica without a key under a key",
      { serverSideEncryption: { enabled: true, kmsKeyArn: keyArn("k") } },
      { serverSideEncryption: { enabled: true, kmsKeyArn: keyArn("k") }, replicas: [{ regionName: us }] },
      "KMSMasterKeyId must be specified for each replica.",
    ],
    [
      "another type of its key",
      {},
      { attributes: [{ name: "pk", type: "N" }] },
      "The type of the key attribute pk cannot be changed to N",
    ],
  ])("does not get %s, and is as it was", async (_, before, after, refusal) => {
    await life.create({ ...views, ...before });
    const { outputs } = life.state;
    const news = { ...views, ...after, deletionProtectionEnabled: true, tags: { x: "y" } };
    await expect(life.update(news)).rejects.toThrow(refusal);
    expect(life.refresh()?.outputs).toEqual(outputs);
  });

  it.each<[string, Input, string]>([
    ["UpdateTable", { DeletionProtectionEnabled: true }, "deletionProtectionEnabled"],
    [
      "UpdateTable",
      {
        BillingMode: "PROVISIONED",
        ProvisionedThroughput: units(1),
        GlobalSecondaryIndexUpdates: ["due", "one"].map((IndexName) => ({
          Update: { IndexName, ProvisionedThroughput: units(1) },
        })),
      },
      "billingMode",
    ],
    ["UpdateTable", { StreamSpecification: { StreamEnabled: false } }, "streamEnabled"],
    ["UpdateTable", { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "one" } }] }, "globalSecondaryIndexes"],
    ["UpdateTable", { SSESpecification: { Enabled: false } }, "serverSideEncryption"],
    ["UpdateTable", { TableClass: "STANDARD_INFREQUENT_ACCESS" }, "tableClass"],
    ["UpdateTable", { ReplicaUpdates: [{ Create: { RegionName: us, KMSMasterKeyId: keyArn("k", us) } }] }, "replicas"],
    ["UpdateTimeToLive", { TimeToLiveSpecification: { Enabled: false, AttributeName: "e" } }, "ttl.enabled"],
    [
      "UpdateContinuousBackups",
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
      "pointInTimeRecovery.enabled",
    ],
    ["TagResource", { ResourceArn: arn, Tags: [{ Key: "by", Value: "hand" }] }, "tags.by"],
    ["UntagResource", { ResourceArn: arn, TagKeys: ["cell"] }, "tags.cell"],
  ])("shows what %s did: %o", async (action, input, path) => {
    const inputs = {
      ...ledger,
      ttl: { enabled: true, attributeName: "e" },
      globalSecondaryIndexes: [...(ledger["globalSecondaryIndexes"] as Input[]), { ...index("one"), hashKey: "sk" }],
    };
    await life.create(inputs);
    local.call(action, input["ResourceArn"] === undefined ? { TableName: "ledger", ...input } : input);
    life.refresh();
    expect(life.plan(inputs).map((one) => one.replace(/^serverSide.*/, "serverSideEncryption"))).toContain(path);
  });

  it("is imported by its name, with all that makes it again", async () => {
    await life.create(ledger);
    const found = life.import("ledger");
    const { deletionProtectionEnabled: _, ...made } = ledger;
    expect(found?.inputs).toEqual({ ...made, region: eu, __defaults: expect.anything() });
    expect(life.import("nowhere")).toBeUndefined();
  });
});

describe("the end of a table", () => {
  it("comes once, and is harmless afterwards", async () => {
    await life.create(ledger);
    local.call("PutItem", { TableName: "ledger", Item: key("a") });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
    expect(local.call("ListTables", {})).toEqual({ TableNames: [] });
  });

  it("waits for its protection to be lifted", async () => {
    await life.create({ ...ledger, deletionProtectionEnabled: true });
    await expect(life.delete()).rejects.toThrow(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
    expect(life.refresh()).toBeDefined();
    await life.update(ledger);
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });

  it("is that of its own replicas, too", async () => {
    await life.create({ ...views, replicas: [{ regionName: us }, { regionName: "eu-west-3" }] });
    await life.delete();
    expect([eu, us, "eu-west-3"].map((region) => local.call("ListTables", {}, region)["TableNames"])).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("does not take place while one of its replicas is protected", async () => {
    const replicas = [{ regionName: "eu-west-3" }, { regionName: us, deletionProtectionEnabled: true }];
    await life.create({ ...views, replicas });
    await expect(life.delete()).rejects.toThrow("Cannot delete table views in region us-east-1");
    expect(described("views")["Replicas"]).toHaveLength(2);
    expect(described("views", "eu-west-3")["Replicas"]).toHaveLength(2);
  });

  it("of a strongly consistent table is that of all its replicas at once", async () => {
    await life.create(authority);
    await expect(life.delete()).rejects.toThrow("because it has deletion protection enabled");
    const replicas = [{ ...(authority["replicas"] as Input[])[0], deletionProtectionEnabled: false }];
    await life.update({ ...authority, replicas, deletionProtectionEnabled: false });
    expect(local.answer("DeleteTable", { TableName: "authority" }, "eu-central-1")).toBe(
      "ValidationException: Deletion of only one table replica is not supported for global tables with " +
        "MultiRegionConsistency set to STRONG.",
    );
    await life.delete();
    expect([eu, "eu-central-1"].map((region) => local.call("ListTables", {}, region)["TableNames"])).toEqual([[], []]);
  });

  it("ends its expiry", async () => {
    await life.create({ ...views, ttl: { enabled: true, attributeName: "e" } });
    local.call("PutItem", {
      TableName: "views",
      Item: { pk: { S: "a" }, e: { N: `${local.kernel.now() / 1_000 + 10}` } },
    });
    await life.delete();
    await local.kernel.settle();
    expect(local.kernel.faults).toEqual([]);
    expect(local.kernel.pending()).toBe(0);
  });
});

describe("a strongly consistent table", () => {
  it("gives its replicas its tags, and takes no other witness", async () => {
    await life.create(authority);
    const replicaArn = `arn:aws:dynamodb:eu-central-1:${accountId}:table/authority`;
    const tags = () => local.call("ListTagsOfResource", { ResourceArn: replicaArn }, "eu-central-1");
    expect(tags()).toEqual({ Tags: [{ Key: "scope", Value: "global" }] });
    await life.update({ ...authority, tags: { scope: "all" } });
    expect(tags()).toEqual({ Tags: [{ Key: "scope", Value: "all" }] });
    await expect(life.update({ ...authority, globalTableWitness: { regionName: "eu-west-2" } })).rejects.toThrow(
      "MultiRegionConsistency parameter is unsupported on existing global table",
    );
  });

  it("is made of an empty table, and unmade", async () => {
    const { replicas: _, globalTableWitness: __, ...protectedOne } = authority;
    const alone = { ...protectedOne, deletionProtectionEnabled: false };
    const strong = [{ regionName: "eu-central-1", consistencyMode: "STRONG" }];
    await life.create(alone);
    const made = await life.update({ ...alone, replicas: strong, globalTableWitness: { regionName: "eu-west-3" } });
    expect(made.outputs).toMatchObject({ replicas: strong, globalTableWitness: { regionName: "eu-west-3" } });
    const unmade = await life.update({ ...alone, replicas: [] });
    expect(unmade.outputs["replicas"]).toEqual([]);
    expect(described("authority")).not.toHaveProperty("MultiRegionConsistency");
    local.call("PutItem", { TableName: "authority", Item: { pk: { S: "a" } } });
    await expect(
      life.update({ ...alone, replicas: strong, globalTableWitness: { regionName: "eu-west-3" } }),
    ).rejects.toThrow("The table must be empty to use multi-Region strong consistency");
  });
});

function index(name: string, more: Input = {}): Input {
  return { name, hashKey: name === "one" && more["readCapacity"] === 2 ? "pk" : "x", projectionType: "ALL", ...more };
}

function hash(attributeName: string): readonly Input[] {
  return [{ attributeName, keyType: "HASH" }];
}

function capacity(of: number): Input {
  return { readCapacity: of, writeCapacity: of };
}

function units(of: number): Input {
  return { ReadCapacityUnits: of, WriteCapacityUnits: of };
}
