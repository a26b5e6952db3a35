import { systemClock } from "../../../../functions/stores/clock.ts";
import { describe, expect, it } from "vitest";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import type { Lease } from "../../../../functions/domain/lease.ts";
import { CANARY_TENANT, createControl, createControlWriter } from "../../../../functions/stores/control.ts";
import { encodeItem } from "../../../../functions/stores/item-codec.ts";
import { valueOf } from "../domain/world.ts";
import { conditionFailed, fault, manualClock, reply, scriptedClient, type Scripted } from "./scripted-client.ts";

const EU = valueOf(parseCellName("eu"));
const US = valueOf(parseCellName("us"));
const SENT = 1_799_999_999_000;
const HOMES = { eu: { owner: EU, epoch: 1n, mode: "normal" } } as const;

function storedLease(over: { readonly revision?: bigint; readonly directoryRevision?: bigint } = {}): object {
  const { revision = 4n, directoryRevision = 1n } = over;
  return reply(encodeItem({ pk: "lease", revision, sent: BigInt(SENT), homes: HOMES, directoryRevision }));
}

function controlOn(script: readonly Scripted[]) {
  const client = scriptedClient(script);
  const clock = manualClock();
  return { client, clock, control: createControl(client, "control", clock) };
}

describe("the lease as a function has it", () => {
  it("is read strongly at first use, with the times at which that read was sent", async () => {
    const clock = manualClock();
    const client = scriptedClient([
      () => {
        clock.advance(30);
        return storedLease();
      },
    ]);
    const control = createControl(client, "control", clock);
    const sentWall = clock.now();
    expect(control.leaseAtHand()).toBeUndefined();
    expect(await control.lease()).toEqual({
      lease: { revision: 4n, sent: SENT, homes: HOMES, directoryRevision: 1n },
      sentWall,
      sentMonotonic: 0,
    });
    expect(client.sent).toEqual([
      {
        command: "GetItemCommand",
        input: { TableName: "control", Key: { pk: { S: "lease" } }, ConsistentRead: true },
        hasDeadline: true,
      },
    ]);
  });

  it("is not read again for two seconds, counted by the monotonic clock", async () => {
    const { client, clock, control } = controlOn([storedLease(), storedLease({ revision: 5n })]);
    await control.lease();
    clock.advance(60_000, 2_000);
    expect((await control.lease())?.lease.revision).toBe(4n);
    expect(client.sent).toHaveLength(1);
    clock.advance(0, 1);
    expect((await control.lease())?.lease.revision).toBe(5n);
    expect(client.sent).toHaveLength(2);
  });

  it.each<[string, Scripted]>([
    ["cannot be read", fault("TimeoutError")],
    ["is gone", {}],
  ])("ages on when it %s", async (_, broken) => {
    const { client, clock, control } = controlOn([storedLease(), broken]);
    const copy = await control.lease();
    clock.advance(2_001);
    expect(await control.lease()).toEqual(copy);
    expect(client.sent).toHaveLength(2);
  });

  const lease = { pk: "lease", revision: 5n, sent: 1n, directoryRevision: 1n };
  it.each([
    ["lists no homes", { ...lease, homes: "all" }],
    ["names an owner that is no cell", { ...lease, homes: { eu: { owner: "EU!", epoch: 1n, mode: "normal" } } }],
    ["names a mode that nobody knows", { ...lease, homes: { eu: { owner: "eu", epoch: 1n, mode: "odd" } } }],
    ["has no revision", { ...lease, homes: {}, revision: "5" }],
    ["is older than the copy at hand", { ...lease, homes: {}, revision: 3n }],
  ])("ages on when what is read %s", async (_, item) => {
    const { control } = controlOn([storedLease(), reply(encodeItem(item))]);
    const copy = await control.lease();
    expect(await control.refreshLease()).toEqual(copy);
    expect(control.leaseAtHand()).toEqual(copy);
  });

  it("is none while nothing could ever be read", async () => {
    const { control } = controlOn([fault("TimeoutError"), {}]);
    expect(await control.lease()).toBeUndefined();
    expect(await control.lease()).toBeUndefined();
  });

  it("is read at once when the ledger has shown it to be out of date", async () => {
    const { control } = controlOn([storedLease(), storedLease({ revision: 9n })]);
    await control.lease();
    expect((await control.refreshLease())?.lease.revision).toBe(9n);
    expect(control.leaseAtHand()?.lease.revision).toBe(9n);
  });
});

describe("the cells of the platform", () => {
  const unknown = "It is not known yet which cells there are.";

  it("are those whose homes the lease lists", async () => {
    const { control } = controlOn([storedLease(), storedLease()]);
    expect(await control.cells()).toEqual([EU]);
    expect(await control.knows(EU)).toBe(true);
    expect(await control.knows(US)).toBe(false);
  });

  it("are not said to be none while no lease was ever read", async () => {
    const { control } = controlOn([fault("TimeoutError"), {}, storedLease()]);
    await expect(control.cells()).rejects.toThrow(unknown);
    await expect(control.knows(EU)).rejects.toThrow(unknown);
    expect(await control.knows(EU)).toBe(true);
  });

  it("are not said to lack one while the lease cannot be read again: it may have been added since", async () => {
    const { control } = controlOn([storedLease(), fault("TimeoutError"), {}, storedLease()]);
    await control.cells();
    await expect(control.knows(US)).rejects.toThrow(unknown);
    await expect(control.cellsNow()).rejects.toThrow(unknown);
    expect(await control.knows(US)).toBe(false);
  });

  it("are remembered while it cannot be read", async () => {
    const { clock, control } = controlOn([storedLease(), fault("TimeoutError")]);
    await control.cells();
    clock.advance(0, 2_001);
    expect(await control.knows(EU)).toBe(true);
  });
});

describe("the directory as a function has it", () => {
  const client = (tenant: string) => reply(encodeItem({ pk: "client#eu#c1", tenant }));
  const issuer = reply(encodeItem({ pk: "issuer#eu", url: "https://issuer", keys: "{}", canary: "c0" }));

  it("tells a client's tenant, and is asked once", async () => {
    const { client: sdk, control } = controlOn([issuer, client("acme")]);
    expect(await control.tenantOf(EU, "c1")).toBe("acme");
    expect(await control.tenantOf(EU, "c1")).toBe("acme");
    expect(sdk.sent.map(({ input }) => input["Key"])).toEqual([
      { pk: { S: "issuer#eu" } },
      { pk: { S: "client#eu#c1" } },
    ]);
  });

  it("knows the keeper's own client beside its issuer, and no other of its tenant", async () => {
    const { client: sdk, control } = controlOn([issuer, client(CANARY_TENANT)]);
    await control.issuer(EU);
    expect(await control.tenantOf(EU, "c0")).toBe(CANARY_TENANT);
    expect(sdk.sent).toHaveLength(1);
    expect(await control.tenantOf(EU, "c1")).toBeUndefined();
  });

  it("knows no client of a cell that has no issuer yet", async () => {
    const { control } = controlOn([{}, {}]);
    expect(await control.tenantOf(EU, "c0")).toBeUndefined();
  });

  it("asks again for a client it does not know: it may just have been added", async () => {
    const { control } = controlOn([issuer, {}, client("acme")]);
    expect(await control.tenantOf(EU, "c1")).toBeUndefined();
    expect(await control.tenantOf(EU, "c1")).toBe("acme");
  });

  it("knows no tenant by a name that is none", async () => {
    const { control } = controlOn([issuer, client("Not A Tenant")]);
    expect(await control.tenantOf(EU, "c1")).toBeUndefined();
  });

  it("is forgotten when the lease shows a new revision of it, and only then", async () => {
    const { client: sdk, control } = controlOn([
      storedLease(),
      issuer,
      client("acme"),
      storedLease({ revision: 5n }),
      storedLease({ revision: 5n, directoryRevision: 2n }),
      issuer,
      client("other"),
    ]);
    await control.lease();
    expect(await control.tenantOf(EU, "c1")).toBe("acme");
    await control.refreshLease();
    expect(await control.tenantOf(EU, "c1")).toBe("acme");
    await control.refreshLease();
    expect(await control.tenantOf(EU, "c1")).toBe("other");
    expect(sdk.sent).toHaveLength(7);
  });

  it("tells an issuer's address and keys, whole or not at all", async () => {
    const { control } = controlOn([
      reply(encodeItem({ pk: "issuer#eu", url: "https://issuer", keys: '{"keys":[]}' })),
      reply(encodeItem({ pk: "issuer#us", url: "https://issuer" })),
    ]);
    expect(await control.issuer(EU)).toEqual({ cell: "eu", url: "https://issuer", keys: '{"keys":[]}' });
    expect(await control.issuer(valueOf(parseCellName("us")))).toBeUndefined();
  });

  it("lets a fault be seen: an unknown client and an unreadable table are different", async () => {
    const { control } = controlOn([fault("TimeoutError")]);
    await expect(control.tenantOf(EU, "c1")).rejects.toThrow("TimeoutError");
  });
});

describe("a keeper", () => {
  const lease: Lease = { revision: 4n, sent: SENT, homes: HOMES, directoryRevision: 1n };
  const stored = { pk: "lease", revision: 4n, sent: BigInt(SENT), homes: HOMES, directoryRevision: 1n };
  const kept = encodeItem({ ...stored, keeper: "k1" });

  it("writes a lease unless a newer one is there", async () => {
    const client = scriptedClient([{}]);
    expect(await createControlWriter(client, "control", systemClock()).writeLease(lease, "k2")).toEqual({
      outcome: "renewed",
      before: undefined,
    });
    expect(client.sent).toEqual([
      {
        command: "PutItemCommand",
        input: {
          TableName: "control",
          Item: { ...encodeItem(stored), keeper: { S: "k2" } },
          ConditionExpression:
            "attribute_not_exists(pk) OR revision < :revision OR (revision = :revision AND sent < :sent)",
          ExpressionAttributeValues: { ":revision": { N: "4" }, ":sent": { N: `${SENT}` } },
          ReturnValues: "ALL_OLD",
        },
        hasDeadline: true,
      },
    ]);
  });

  it("is told whose lease it was before, as whoever looks is told", async () => {
    const client = scriptedClient([{ Attributes: kept }, { Item: kept }, {}]);
    const writer = createControlWriter(client, "control", systemClock());
    expect(await writer.writeLease(lease, "k2")).toEqual({ outcome: "renewed", before: { lease, keeper: "k1" } });
    expect(await writer.keptLease()).toEqual({ lease, keeper: "k1" });
    expect(client.sent[1]?.input).toMatchObject({ Key: { pk: { S: "lease" } }, ConsistentRead: true });
    expect(await writer.keptLease()).toBeUndefined();
  });

  it("takes a lease that names no keeper for anybody's", async () => {
    const writer = createControlWriter(scriptedClient([{ Item: encodeItem(stored) }]), "control", systemClock());
    expect(await writer.keptLease()).toEqual({ lease, keeper: "" });
  });

  it("is told when a newer one was there", async () => {
    expect(
      await createControlWriter(scriptedClient([conditionFailed()]), "control", systemClock()).writeLease(lease, "k2"),
    ).toEqual({ outcome: "superseded" });
  });

  it("lets any other fault be seen", async () => {
    const writer = createControlWriter(scriptedClient([fault("TimeoutError")]), "control", systemClock());
    await expect(writer.writeLease(lease, "k2")).rejects.toThrow("TimeoutError");
  });

  it("copies an entry of the directory under its own key", async () => {
    const client = scriptedClient([{}]);
    await createControlWriter(client, "control", systemClock()).putDirectoryItem("client#eu#c1", {
      tenant: "acme",
      pk: "not this",
    });
    expect(client.sent[0]?.input).toEqual({
      TableName: "control",
      Item: { tenant: { S: "acme" }, pk: { S: "client#eu#c1" } },
    });
  });
});
