import { beforeEach, describe, expect, it } from "vitest";
import { type Life, lifeOf } from "../life.ts";
import { accountId, createHarness, eu, type Harness, type Input, key, ledgerInputs, us } from "./harness.ts";

const globalTableArn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;
const replicaArn = globalTableArn.replace(eu, us);
const kmsKeyArn = `arn:aws:kms:${us}:${accountId}:key/mrk-1`;
const founderKey = { serverSideEncryption: { enabled: true, kmsKeyArn: kmsKeyArn.replace(us, eu) } };
/** A joiner's replica as the program declares it. */
const given: Input = {
  globalTableArn,
  kmsKeyArn,
  pointInTimeRecovery: true,
  deletionProtectionEnabled: false,
  tags: { cell: "us" },
};
const hourMs = 3_600_000;

let local: Harness;
let founder: Life;
let replica: Life;
beforeEach(async () => {
  local = createHarness();
  founder = lifeOf(local.db.resources, "aws:dynamodb/table:Table");
  replica = lifeOf(local.db.resources, "aws:dynamodb/tableReplica:TableReplica", { region: us });
  await founder.create({ ...ledgerInputs, ...founderKey });
});

const tables = (region: string): unknown => local.call("ListTables", {}, region)["TableNames"];
const ownTable = { TableName: "ledger" };

describe("a replica", () => {
  it.each<[Input, string]>([
    [
      { globalTableArn: undefined },
      'globalTableArn: Missing required argument. The argument "globalTableArn" is required, but no definition was ' +
        "found.",
    ],
    [
      { globalTableArn: "ledger" },
      "globalTableArn: (ledger) is an invalid ARN: arn: invalid prefix or not enough sections",
    ],
    [
      { tableClassOverride: "COLD" },
      'tableClassOverride: expected it to be one of ["STANDARD" "STANDARD_INFREQUENT_ACCESS"], got COLD',
    ],
  ])("is refused by the provider: %o", (more, refusal) => {
    expect(replica.refusals({ ...given, ...more })).toEqual([refusal]);
    expect(replica.refusals(given)).toEqual([]);
  });

  it.each<[string, Input, string, string]>([
    ["in its founder's region", {}, eu, "replica cannot be in same region as main table"],
    [
      "of no table",
      { globalTableArn: globalTableArn.replace("ledger", "nowhere") },
      us,
      "Requested resource not found: Table: nowhere not found",
    ],
    ["without a key of its own", { kmsKeyArn: undefined }, us, "KMSMasterKeyId must be specified for each replica."],
  ])("is refused by AWS: %s", async (_, more, region, refusal) => {
    const life = lifeOf(local.db.resources, "aws:dynamodb/tableReplica:TableReplica", { region });
    await expect(life.create({ ...given, ...more })).rejects.toThrow(refusal);
    expect(tables(us)).toEqual([]);
  });

  it("is refused where a table has its name", async () => {
    await lifeOf(local.db.resources, "aws:dynamodb/table:Table", { region: us }).create(ledgerInputs);
    await expect(replica.create(given)).rejects.toThrow(
      "Failed to create a the new replica of table with name: ‘ledger’ because one or more replicas already existed " +
        "as tables.",
    );
  });

  it("shows no change after its creation and after an update", async () => {
    const created = await replica.create({ ...given, tableClassOverride: "STANDARD_INFREQUENT_ACCESS" });
    expect(created.outputs).toMatchObject({ arn: replicaArn, globalTableArn, kmsKeyArn, tagsAll: { cell: "us" } });
    expect(replica.refresh()?.outputs).toEqual(created.outputs);
    const news = { globalTableArn, kmsKeyArn, tableClassOverride: "STANDARD_INFREQUENT_ACCESS" };
    const updated = await replica.update({ ...news, deletionProtectionEnabled: true });
    expect(updated.outputs).toMatchObject({ pointInTimeRecovery: false, deletionProtectionEnabled: true, tags: {} });
    expect(replica.refresh()?.outputs).toEqual(updated.outputs);
    // What is set once stays where nobody says anything.
    expect(replica.plan(news)).toEqual([]);
  });

  it("is replaced for another founder, key or class, and changed in place for the rest", async () => {
    await replica.create(given);
    const other = { globalTableArn: `${globalTableArn}2`, kmsKeyArn: `${kmsKeyArn}2`, tableClassOverride: "STANDARD" };
    expect(replica.plan({ ...given, ...other })).toEqual([
      "globalTableArn (replace)",
      "kmsKeyArn (replace)",
      "tableClassOverride (replace)",
    ]);
    expect(
      replica.plan({ ...given, pointInTimeRecovery: false, deletionProtectionEnabled: true, tags: { cell: "x" } }),
    ).toEqual(["deletionProtectionEnabled", "pointInTimeRecovery", "tags.cell"]);
  });

  it("shows what was changed behind its back", async () => {
    await replica.create(given);
    local.call("UpdateTable", { ...ownTable, DeletionProtectionEnabled: true }, us);
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false };
    local.call("UpdateContinuousBackups", { ...ownTable, PointInTimeRecoverySpecification }, us);
    local.call("TagResource", { ResourceArn: replicaArn, Tags: [{ Key: "by", Value: "hand" }] }, us);
    replica.refresh();
    expect(replica.plan(given)).toEqual(["deletionProtectionEnabled", "pointInTimeRecovery", "tags.by"]);
    await replica.update(given);
    replica.refresh();
    expect(replica.plan(given)).toEqual([]);
  });

  it("is imported by its table and its founder's region", async () => {
    const { id } = await replica.create(given);
    expect(id).toBe(`ledger:${eu}`);
    expect(replica.import(id)?.inputs).toMatchObject({
      globalTableArn,
      kmsKeyArn,
      pointInTimeRecovery: true,
      tags: { cell: "us" },
    });
    expect(founder.import(`ledger@${eu}`)?.outputs).toMatchObject({ arn: globalTableArn });
    expect(replica.import("nowhere:eu-west-1")).toBeUndefined();
  });

  it("is the founder's to see, and not to touch", async () => {
    await replica.create(given);
    const found = founder.refresh();
    expect(found?.outputs["replicas"]).toEqual([{ regionName: us, kmsKeyArn, pointInTimeRecovery: true }]);
    // The program ignores changes of replicas: the engine then gives back what the state says.
    const { replicas } = found?.inputs ?? {};
    await founder.update({ ...ledgerInputs, ...founderKey, replicas, tags: { cell: "eu" } });
    expect(tables(us)).toEqual(["ledger"]);
    expect(founder.plan({ ...ledgerInputs, ...founderKey, replicas, tags: { cell: "eu" } })).toEqual([]);
  });
});

describe("the end of a replica", () => {
  it("leaves the founder, and is harmless afterwards", async () => {
    await replica.create(given);
    local.call("PutItem", { ...ownTable, Item: key("a") });
    await replica.delete();
    await replica.delete();
    expect(replica.refresh()).toBeUndefined();
    await local.kernel.settle();
    expect(local.kernel.faults).toEqual([]);
    expect([tables(eu), tables(us)]).toEqual([["ledger"], []]);
    await founder.delete();
    expect(tables(eu)).toEqual([]);
  });

  it("waits for its protection to be lifted", async () => {
    await replica.create({ ...given, deletionProtectionEnabled: true });
    await expect(replica.delete()).rejects.toThrow(
      "Cannot delete table ledger in region us-east-1 because it has deletion protection enabled. " +
        "Disable deletion protection first.",
    );
    expect(replica.refresh()).toBeDefined();
  });

  it("has to come before the founder's, for a day", async () => {
    await replica.create(given);
    const source =
      "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table " +
      "in the last 24 hours.";
    await expect(founder.delete()).rejects.toThrow(source);
    await local.kernel.advance(24 * hourMs - 1);
    expect(local.answer("DeleteTable", ownTable)).toBe(`ValidationException: ${source}`);
    await local.kernel.advance(1);
    await founder.delete();
    // The replica lives on as a table of its own; to its resource it is gone, for the founder is.
    expect([tables(eu), tables(us)]).toEqual([[], ["ledger"]]);
    expect(local.call("PutItem", { ...ownTable, Item: key("b") }, us)).toEqual({});
    expect(replica.refresh()).toBeUndefined();
  });

  it("lets the region be joined anew", async () => {
    local.call("PutItem", { ...ownTable, Item: key("a") });
    await replica.create(given);
    await replica.delete();
    await replica.create(given);
    expect(local.call("GetItem", { ...ownTable, Key: key("a") }, us)).toEqual({ Item: key("a") });
  });
});
