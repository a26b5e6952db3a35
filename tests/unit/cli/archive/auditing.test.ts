import { beforeEach, describe, expect, it } from "vitest";
import { manifestKey, parseManifest, sealObjects } from "../../../../functions/domain/archive-manifest.ts";
import { body, bucketOf, createArchiveWorld, type ArchiveWorld, type Cell } from "../../functions/archive/world.ts";

let world: ArchiveWorld;

beforeEach(async () => {
  world = await createArchiveWorld();
  for (let round = 0; round < 3; round += 1) {
    await world.pay();
    await world.round();
  }
});

async function faults(): Promise<readonly string[]> {
  return (await world.audit()).faults.map(({ where, what }) => `${where}: ${what}`);
}

/** The bytes of an object as they lie below S3, which no lock keeps. */
async function bytesOf(cell: Cell, Key: string): Promise<Buffer> {
  const { Body } = await world.call("s3", "GetObject", { Bucket: bucketOf(cell), Key }, cell);
  if (Body instanceof Buffer) return Body;
  throw new Error(`${Key} has no bytes`);
}

async function versionOf(cell: Cell, Key: string): Promise<string> {
  return String((await world.call("s3", "HeadObject", { Bucket: bucketOf(cell), Key }, cell))["VersionId"]);
}

/** Deletes a version as whoever may get round the lock does. */
async function destroy(cell: Cell, Key: string): Promise<void> {
  const VersionId = await versionOf(cell, Key);
  const input = { Bucket: bucketOf(cell), Key, VersionId, BypassGovernanceRetention: true };
  await world.call("s3", "DeleteObject", input, cell);
}

async function replace(cell: Cell, Key: string, text: string): Promise<void> {
  await destroy(cell, Key);
  await world.call("s3", "PutObject", { Bucket: bucketOf(cell), Key, ...body(Buffer.from(text)) }, cell);
}

async function object(number: number): Promise<string> {
  return (await world.keys("eu", "journal/"))[number] ?? "";
}

async function manifest(sequence: number) {
  const read = parseManifest((await bytesOf("eu", manifestKey(sequence))).toString());
  if (!read.ok) throw new Error(read.refusal);
  return read.value;
}

/** Changes an item of the ledger behind everybody's back. */
async function change(pk: string, sk: string, field: string, value: object, cell: Cell = "eu"): Promise<void> {
  await world.call(
    "dynamodb",
    "UpdateItem",
    {
      TableName: "prod-ledger",
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: "SET #f = :v",
      ExpressionAttributeNames: { "#f": field },
      ExpressionAttributeValues: { ":v": value },
    },
    cell,
  );
}

describe("an archive that nobody has touched", () => {
  it("is sound, and the ledger is as it has it, what is in flight included", async () => {
    await world.pay();
    const { cells, rebuilt, faults: found } = await world.audit();
    expect(found).toEqual([]);
    expect(
      cells.map(({ cell, manifests, objects, countersigned, awaited }) => [
        cell,
        manifests,
        objects,
        countersigned,
        awaited,
      ]),
    ).toEqual([
      ["eu", 3, 3, 3, 0],
      ["us", 3, 3, 3, 0],
    ]);
    expect(cells[0]?.inFlight).toBeGreaterThan(0);
    expect(cells[0]?.head).toBe((await manifest(3)).digest);
    expect(rebuilt).toEqual({ accounts: 4, entries: 13 });
  });

  it("is so, too, where its records came twice and out of order", async () => {
    const copies = [];
    for (const cell of ["eu", "us"] as const) {
      for (const key of await world.keys(cell, "journal/")) copies.push({ cell, key, bytes: await bytesOf(cell, key) });
    }
    for (const { cell, key, bytes } of copies.toReversed()) {
      const Key = key.replace(".gz", "-again.gz");
      await world.call("s3", "PutObject", { Bucket: bucketOf(cell), Key, ...body(bytes) }, cell);
    }
    await world.round();
    expect(await faults()).toEqual([]);
  });
});

/** What Firehose does that got no answer: the same bytes again, as another version or under another name. */
describe("a delivery that is repeated", () => {
  const deliver = (Key: string, bytes: Buffer) =>
    world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key, ...body(bytes) }, "eu");
  const versions = async (Key: string) => {
    const { Versions } = await world.call("s3", "ListObjectVersions", { Bucket: bucketOf("eu"), Prefix: Key }, "eu");
    // As S3 lists them.
    return (Versions as readonly unknown[]).length;
  };

  it("after its object was sealed changes nothing of what the audit verifies", async () => {
    const before = await world.audit();
    const key = await object(1);
    await deliver(key, Buffer.from(await bytesOf("eu", key)));
    expect(await versions(key)).toBe(2);
    const after = await world.audit();
    expect([after.faults, after.rebuilt]).toEqual([[], before.rebuilt]);
    expect(after.cells).toEqual(before.cells);
    await world.round();
    expect(await faults()).toEqual([]);
    expect((await manifest(3)).digest).toBe(before.cells[0]?.head);
  });

  it.each([1, 2])("%i times before it is sealed is sealed as one object, under its own key", async (times) => {
    await world.pay();
    await world.deliver("eu");
    const waiting = (await world.keys("eu", "journal/")).at(-1) ?? "";
    for (let time = 0; time < times; time += 1) await deliver(waiting, Buffer.from(await bytesOf("eu", waiting)));
    expect(await faults()).toEqual([]);
    // What is delivered next has another time in its name.
    await world.pass(1_000);
    await world.round();
    expect(await faults()).toEqual([]);
    expect((await manifest(4)).manifest.objects.filter(({ key }) => key === waiting)).toHaveLength(1);
  });

  it("under another key is sealed beside it, and gives the same ledger", async () => {
    const before = await world.audit();
    const key = await object(1);
    await deliver(key.replace(".gz", "-once-more.gz"), Buffer.from(await bytesOf("eu", key)));
    await world.round();
    const after = await world.audit();
    expect([after.faults, after.rebuilt]).toEqual([[], before.rebuilt]);
  });

  it("with one byte changed is found", async () => {
    const key = await object(1);
    const other = Buffer.from(await bytesOf("eu", key));
    other.writeUInt8(other.readUInt8(30) ^ 1, 30);
    await deliver(key, other);
    expect(await faults()).toEqual([`${key}: the object was written over after it had been sealed`]);
  });
});

/** A way to tamper, and what the audit says of it. */
type Row = readonly [name: string, tamper: () => Promise<void>, says: () => Promise<readonly (string | RegExp)[]>];

const rows: readonly Row[] = [
  [
    "a bit of an object is changed",
    async () => {
      const bytes = await bytesOf("eu", await object(1));
      bytes.writeUInt8(bytes.readUInt8(30) ^ 1, 30);
    },
    async () => [`${await object(1)}: the object was changed: its bytes are not those sealed by ${manifestKey(2)}`],
  ],
  [
    "bytes of an object change places",
    // Two of them are the same byte at times.
    async () => void (await bytesOf("eu", await object(1))).subarray(30, 46).swap64(),
    async () => [`${await object(1)}: the object was changed: its bytes are not those sealed by ${manifestKey(2)}`],
  ],
  [
    "an object is destroyed",
    async () => destroy("eu", await object(0)),
    async () => [new RegExp(`^journal/.*: the object is missing, sealed by ${manifestKey(1)}$`)],
  ],
  [
    "an object is deleted, which leaves it below a mark",
    async () => void (await world.call("s3", "DeleteObject", { Bucket: bucketOf("eu"), Key: await object(0) })),
    async () => [/^journal\/.*: somebody has deleted it: a mark hides it$/],
  ],
  [
    "two objects change places",
    async () => {
      const [one, other] = [await object(0), await object(2)];
      const [first, last] = [await bytesOf("eu", one), await bytesOf("eu", other)];
      const size = Math.min(first.length, last.length);
      const kept = Buffer.from(first.subarray(0, size));
      last.copy(first, 0, 0, size);
      kept.copy(last, 0, 0, size);
    },
    async () => [await object(0), await object(2)].map((key) => new RegExp(`^${key}: the object was changed`)),
  ],
  [
    "an object is written over",
    async () => {
      const input = { Bucket: bucketOf("eu"), Key: await object(1), ...body(Buffer.from("nothing happened")) };
      await world.call("s3", "PutObject", input);
    },
    async () => [`${await object(1)}: the object was written over after it had been sealed`],
  ],
  [
    "an object is added among those of long ago",
    async () => {
      const Key = (await object(0)).replace(".gz", "-more.gz");
      await world.pass(1_000_000);
      await world.call("s3", "PutObject", {
        Bucket: bucketOf("eu"),
        Key,
        ...body(await bytesOf("eu", await object(0))),
      });
      await world.pass(1_000_000);
      const last = await manifest(3);
      const now = new Date(world.platform.kernel.now()).toISOString();
      await world.stores.eu.bucket.putOnce(manifestKey(4), sealObjects(last.manifest.cell, last, [], now).text);
    },
    async () => [/-more\.gz: the object was never sealed$/],
  ],
  [
    "a digit of a manifest is changed",
    async () => {
      const bytes = await bytesOf("eu", manifestKey(2));
      bytes.write("9", bytes.indexOf('"bytes":') + '"bytes":'.length);
    },
    async () => [
      `${manifestKey(2)}: its root is not that of its objects`,
      `${manifestKey(3)}: it does not follow the manifest before as that is`,
      `${manifestKey(2)}: it is not what the ledger says of it`,
      `${manifestKey(2)}: it is not what us has countersigned`,
      /^journal\/.*: the object was changed/,
    ],
  ],
  [
    "a letter of a manifest's form is changed",
    async () => void (await bytesOf("eu", manifestKey(2))).write("F", 2),
    async () => [
      `${manifestKey(2)}: the manifest was changed: it is no manifest of this form`,
      `${manifestKey(2)}: the ledger has its root, the archive no such manifest`,
    ],
  ],
  [
    "a manifest is made anew, root and all",
    async () => {
      const [first, second] = [await manifest(1), await manifest(2)];
      const { cell, sealedAt } = second.manifest;
      await replace("eu", manifestKey(2), sealObjects(cell, first, [], sealedAt).text);
    },
    async () => [
      `${manifestKey(3)}: it does not follow the manifest before as that is`,
      `${manifestKey(2)}: it is not what the ledger says of it`,
      `${manifestKey(2)}: it is not what us has countersigned`,
    ],
  ],
  [
    "a manifest in the middle is destroyed",
    async () => destroy("eu", manifestKey(2)),
    async () => [
      `${manifestKey(2)}: the manifest is missing`,
      `${manifestKey(2)}: the ledger has its root, the archive no such manifest`,
    ],
  ],
  [
    "the last manifest is destroyed",
    async () => destroy("eu", manifestKey(3)),
    async () => [`${manifestKey(3)}: the ledger has its root, the archive no such manifest`],
  ],
  [
    "two manifests change places",
    async () => {
      const [second, third] = [await manifest(2), await manifest(3)];
      await replace("eu", manifestKey(2), third.text);
      await replace("eu", manifestKey(3), second.text);
    },
    async () => [
      `${manifestKey(2)}: it is manifest 3, and stands elsewhere`,
      `${manifestKey(3)}: it is manifest 2, and stands elsewhere`,
    ],
  ],
  [
    "a manifest is written over",
    async () => {
      const input = { Bucket: bucketOf("eu"), Key: manifestKey(2), ...body(Buffer.from("{}")) };
      await world.call("s3", "PutObject", input);
    },
    async () => [`${manifestKey(2)}: the manifest was written over: it has 2 versions`],
  ],
  [
    "a root of the ledger is changed",
    () => change("eu#archive", "root#000000000002", "root", { S: "0".repeat(64) }),
    async () => [
      `${manifestKey(2)}: it is not what the ledger says of it`,
      `${manifestKey(2)}: it is not what us has countersigned`,
    ],
  ],
  [
    "a countersignature is forged",
    () => change("us#archive", "countersigned#eu#000000000002", "signature", { S: "3006020101020101" }, "us"),
    async () => ["countersignature 2 of eu by us: the signature is not us's"],
  ],
  [
    "a balance of the ledger is changed at rest",
    async () => {
      const { Items } = await world.call("dynamodb", "Scan", { TableName: "prod-ledger" });
      // The form of DynamoDB's answer.
      const balances = (
        Items as readonly { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } }[]
      )
        .filter(({ pk, sk }) => pk.S.startsWith("eu#acct#") && sk.S === "balance")
        .map(({ pk }) => pk.S);
      await change(balances[0] ?? "", "balance", "posted", { N: "1000000" });
      // It left no trace on its way out.
      world.platform.cell("eu").journal.next();
    },
    async () => [/^eu#acct#acc_eu_\w+ balance: the ledger has it otherwise than the archive$/],
  ],
];

describe("tampering is found and named:", () => {
  it.each(rows)("%s", async (_name, tamper, says) => {
    await tamper();
    const found = await faults();
    for (const line of await says()) {
      if (typeof line === "string") expect(found).toContain(line);
      else expect(found).toContainEqual(expect.stringMatching(line));
    }
  });
});

it("a countersignature that does not come in half an hour is a fault, and says whose", async () => {
  await world.pay();
  await world.deliver("eu");
  await world.archives.eu.seal();
  expect((await world.audit()).cells[0]?.awaited).toBe(1);
  expect(await faults()).toEqual([]);
  await world.pass(1_900_000);
  expect(await faults()).toEqual(["root 4 of eu: us has not countersigned it for more than half an hour"]);
});
