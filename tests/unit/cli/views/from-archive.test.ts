import { beforeEach, describe, expect, it } from "vitest";
import { archiveSource } from "../../../../cli/views/archive-source.ts";
import { rebuildViews } from "../../../../cli/views/rebuilding.ts";
import type { RebuildSource } from "../../../../cli/views/source.ts";
import { tableSource } from "../../../../cli/views/table-source.ts";
import { manifestKey } from "../../../../functions/domain/archive-manifest.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import {
  body,
  bucketOf,
  createArchiveWorld,
  regions,
  type ArchiveWorld,
  type Cell,
} from "../../functions/archive/world.ts";
import { s3Seam } from "../../functions/archive/seams.ts";
import { viewsTable } from "../../functions/platform/platform.ts";
import { dynamoDbSeam } from "../../functions/platform/sdk-seam.ts";
import { callOf } from "../../local/aws/account.ts";

let world: ArchiveWorld;

beforeEach(async () => {
  world = await createArchiveWorld();
  for (let round = 0; round < 3; round += 1) {
    await world.pay();
    await world.round();
  }
  await world.pay();
  await world.project("eu");
});

type Row = Readonly<Record<string, { readonly S?: string }>>;

/** Every row of the views of a cell without its generation, but what belongs to none. */
async function rowsOf(cell: Cell = "eu"): Promise<readonly Row[]> {
  const scan = callOf("dynamodb", "Scan", { TableName: viewsTable(cell) }, { region: regions[cell] });
  const { Items } = await world.platform.dynamoDb.service.handle(scan);
  // The form of DynamoDB's answer.
  return (Items as readonly Row[])
    .filter(({ pk }) => /^\d+#/.test(pk?.S ?? ""))
    .map((row) => ({ ...row, pk: { S: (row["pk"]?.S ?? "").replace(/^\d+#/, "") } }))
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function nameOf({ pk, sk }: Row): string {
  return `${pk?.S} ${sk?.S}`;
}

async function generations(): Promise<Readonly<Record<string, unknown>>> {
  const Key = { pk: { S: "views" }, sk: { S: "generations" } };
  return (await world.call("dynamodb", "GetItem", { TableName: viewsTable("eu"), Key }))["Item"] as Readonly<
    Record<string, unknown>
  >;
}

interface Asked {
  readonly from: "table" | "archive";
  readonly cell?: Cell;
  /** Happens whenever the rebuild waits. */
  readonly meanwhile?: () => Promise<void>;
}

/** Rebuilds the views of a cell as the command does. */
function rebuild({ from, cell = "eu", meanwhile = async () => {} }: Asked) {
  const { kernel, dynamoDb } = world.platform;
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    deadline: systemClock().deadline,
    async sleep(ms) {
      await kernel.advance(ms);
      await world.platform.renewLeases();
      await meanwhile();
    },
  };
  const client = dynamoDbSeam(dynamoDb.service, regions[cell]);
  const place = { client, ledgerTable: "prod-ledger", viewsTable: viewsTable(cell) };
  return rebuildViews(place, sourceOf(from, cell, client, clock), clock, kernel.random, () => {});
}

function sourceOf(
  from: Asked["from"],
  cell: Cell,
  client: ReturnType<typeof dynamoDbSeam>,
  clock: Clock,
): RebuildSource {
  const { random } = world.platform.kernel;
  const tables = { client, ledgerTable: "prod-ledger" };
  if (from === "table") return tableSource(tables, clock, random);
  return archiveSource(
    {
      ...tables,
      cell: world.platform.cell(cell).name,
      cells: (["eu", "us"] as const).map((name) => world.platform.cell(name).name),
      s3: s3Seam(world.s3.service, regions[cell]),
      bucket: bucketOf(cell),
      kinesis: world.kinesis(cell),
      journalStream: cell,
    },
    clock,
    random,
  );
}

/** Takes rows out of the views, as a consumer that was down for longer than its stream keeps records lacks them. */
async function lose(isLost: (name: string) => boolean): Promise<number> {
  const lost = (await rowsOf()).filter((row) => isLost(nameOf(row)));
  for (const { pk, sk } of lost) {
    const Key = { pk: { S: `1#${pk?.S}` }, sk: { S: sk?.S } };
    await world.call("dynamodb", "DeleteItem", { TableName: viewsTable("eu"), Key });
  }
  return lost.length;
}

describe("views rebuilt from the archive", () => {
  it("are row for row those that are rebuilt from the table", async () => {
    const served = await rowsOf();
    const byTable = await rebuild({ from: "table" });
    const table = await rowsOf();
    const byArchive = await rebuild({ from: "archive" });
    expect(await rowsOf()).toEqual(table);
    expect(table).toEqual(served);
    expect(table.length).toBeGreaterThan(20);
    expect(byArchive).toMatchObject({ unreadable: [], dropped: table.length });
    expect(byArchive.projected).toBeGreaterThanOrEqual(byTable.projected);
    expect(await generations()).toMatchObject({ serving: { N: "3" } });
  });

  it("are so, too, where records lie in it twice, and out of order", async () => {
    for (const key of (await world.keys("eu", "journal/")).toReversed()) {
      const { Body } = await world.call("s3", "GetObject", { Bucket: bucketOf("eu"), Key: key });
      if (!(Body instanceof Buffer)) throw new Error(`${key} has no bytes`);
      const Key = key.replace(".gz", "-again.gz");
      await world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key, ...body(Body) });
    }
    await world.round();
    await rebuild({ from: "table" });
    const table = await rowsOf();
    await rebuild({ from: "archive" });
    expect(await rowsOf()).toEqual(table);
  });

  it("have again what fell out of the stream before it was projected", async () => {
    const served = await rowsOf();
    expect(await lose((name) => name.includes("entry#"))).toBeGreaterThan(5);
    await rebuild({ from: "archive" });
    expect(await rowsOf()).toEqual(served);
  });

  it("miss nothing that is paid while they are built", async () => {
    let paid = 0;
    const meanwhile = async () => {
      paid += 1;
      await world.pay();
      await world.project("eu");
    };
    await rebuild({ from: "archive", meanwhile });
    const built = await rowsOf();
    await rebuild({ from: "table" });
    expect(paid).toBeGreaterThan(1);
    expect(await rowsOf()).toEqual(built);
  });
});

/** What is wrong with an archive, and what the refusal names. */
type Refused = readonly [name: string, spoil: () => Promise<unknown>, says: RegExp];

const refused: readonly Refused[] = [
  [
    "an object is changed",
    async () => (await objectBytes(1)).writeUInt8(1, 30),
    /^The archive of eu is not as it was sealed: journal\/.*: the object was changed: .* --from table\.$/,
  ],
  [
    "an object is gone",
    async () => {
      const [Key = ""] = await world.keys("eu", "journal/");
      const { VersionId } = await world.call("s3", "HeadObject", { Bucket: bucketOf("eu"), Key });
      const destroyed = { Bucket: bucketOf("eu"), Key, VersionId, BypassGovernanceRetention: true };
      await world.call("s3", "DeleteObject", destroyed);
    },
    /: journal\/.*: the object is missing, sealed by manifests\/000000000001\.json/,
  ],
  [
    "a manifest is changed",
    async () => (await bytesOf(manifestKey(2))).write("F", 2),
    /: manifests\/000000000002\.json: the manifest was changed/,
  ],
  [
    "a manifest is written over",
    () => world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key: manifestKey(2), ...body(Buffer.from("{}")) }),
    /: manifests\/000000000002\.json: the manifest was changed/,
  ],
  [
    "a root of the ledger is changed",
    () =>
      world.call("dynamodb", "UpdateItem", {
        TableName: "prod-ledger",
        Key: { pk: { S: "eu#archive" }, sk: { S: "root#000000000002" } },
        UpdateExpression: "SET root = :v",
        ExpressionAttributeValues: { ":v": { S: "0".repeat(64) } },
      }),
    /: manifests\/000000000002\.json: it is not what the ledger says of it/,
  ],
  [
    "a root of the ledger is taken away",
    () =>
      world.call("dynamodb", "DeleteItem", {
        TableName: "prod-ledger",
        Key: { pk: { S: "eu#archive" }, sk: { S: "root#000000000002" } },
      }),
    /: manifests\/000000000002\.json: the ledger has no root of it/,
  ],
  [
    "changes came to the error prefix",
    async () => {
      const now = new Date(world.platform.kernel.now()).toISOString().slice(0, 10).replaceAll("-", "/");
      const Key = `errors/${now}/processing-failed/one`;
      await world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key, ...body(Buffer.from("{}")) });
      await world.round();
    },
    /^The archive of eu has changes under errors\/.* --from table\.$/,
  ],
  [
    "it is sealed no further than the stream goes back",
    () => world.pass(8 * 86_400_000),
    /^The archive of eu is sealed up to .* only, and the journal stream keeps 7 days/,
  ],
];

async function bytesOf(Key: string): Promise<Buffer> {
  const { Body } = await world.call("s3", "GetObject", { Bucket: bucketOf("eu"), Key });
  if (Body instanceof Buffer) return Body;
  throw new Error(`${Key} has no bytes`);
}

async function objectBytes(number: number): Promise<Buffer> {
  return bytesOf((await world.keys("eu", "journal/"))[number] ?? "");
}

describe("an archive is refused, and nothing is switched or left behind, where", () => {
  it.each(refused)("%s", async (_name, spoil, says) => {
    const before = await rowsOf();
    await spoil();
    await expect(rebuild({ from: "archive" })).rejects.toThrow(says);
    expect(await rowsOf()).toEqual(before);
    expect((await generations())?.["building"]).toBeUndefined();
    await rebuild({ from: "table" });
    expect(await rowsOf()).toEqual(before);
  });
});

describe("an archive that begins later than the ledger", () => {
  it("is refused by who had sealed before", async () => {
    const late = await createLate();
    await expect(late()).rejects.toThrow(/^The archive of us begins at .*, and eu had sealed since .* --from table\.$/);
  });

  it("is refused by the rows that it lacks, where nobody had sealed before", async () => {
    await world.call("dynamodb", "PutItem", {
      TableName: viewsTable("eu"),
      Item: { pk: { S: "1#ref#of-long-ago" }, sk: { S: "pay#of-long-ago" } },
    });
    await expect(rebuild({ from: "archive" })).rejects.toThrow(
      /^1 rows that serve are not in what was read, as ref#of-long-ago pay#of-long-ago: .* --from table\.$/,
    );
    expect((await generations())["building"]).toBeUndefined();
  });
});

/** A world in which one cell has an archive only since the other had sealed its own. */
async function createLate(): Promise<() => Promise<unknown>> {
  world = await createArchiveWorld();
  await world.pay();
  await world.deliver("eu");
  await world.archives.eu.seal();
  await world.pass(600_000);
  await world.platform.renewLeases();
  // What its stream has had until now never came to it.
  world.skip("us");
  await world.pay();
  await world.round();
  return () => rebuild({ from: "archive", cell: "us" });
}
