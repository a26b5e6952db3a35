import { beforeEach, describe, expect, it } from "vitest";
import { createPeople, type People } from "../../../../cli/vault/people.ts";
import { accountText, eraseFiles, openFiles, whomOf, type VaultParts } from "../../../../cli/vault/requests.ts";
import { parsePaymentId, type PaymentId } from "../../../../functions/domain/ids.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { createDataKeys } from "../../../../functions/stores/data-keys.ts";
import { createLedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { valueOf } from "../../functions/domain/world.ts";
import { payoutWorld, type PayoutWorld } from "../../functions/payouts/world.ts";
import { apiClient } from "../../functions/platform/api-client.ts";
import { VAULT_KEY, vaultTable } from "../../functions/platform/platform.ts";
import { dynamoDbSeam, kmsSeam } from "../../functions/platform/sdk-seam.ts";

const ANA = "NL91ABNA0417164300";
const BEN = "DE89370400440532013000";
const LOOKER = { by: "operator test", why: "ticket 7" };

let world: PayoutWorld;
let vaults: readonly VaultParts[];
let people: People;

beforeEach(async () => {
  world = await payoutWorld();
  const { dynamoDb, kms, kernel } = world.platform;
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: () => new AbortController().signal,
  };
  const client = dynamoDbSeam(dynamoDb.service, "eu-west-1");
  const keys = createDataKeys(kmsSeam(kms.service, "eu-west-1"), VAULT_KEY, clock);
  people = createPeople({ client, table: vaultTable("eu"), keys, clock, random: kernel.random });
  vaults = [{ cell: "eu", people, ledger: createLedgerRows(client, "prod-ledger", clock, kernel.random) }];
});

async function payout(key: string, iban = ANA): Promise<PaymentId> {
  const id = await world.ask({ amount: 1_000, beneficiary: { name: "Ana Núñez", iban } }, key);
  return valueOf(parsePaymentId(id));
}

async function settled(key: string, iban = ANA): Promise<PaymentId> {
  const id = await payout(key, iban);
  await world.relay();
  await world.pass(1_000);
  expect(await world.read(id)).toMatchObject({ state: "settled" });
  return id;
}

/** All that the vault's table holds, as text. */
const stored = () => JSON.stringify(world.vaultItems());

describe("whom an operator means", () => {
  it.each([
    ["a payout", `pay_eu_${"0".repeat(32)}`, "payout"],
    ["an IBAN in groups of four", "NL91 ABNA 0417 1643 00", "account"],
    ["a US account", "021000021/12345678", "account"],
  ])("%s", (_, text, is) => {
    expect(whomOf(text).is).toBe(is);
  });

  it.each(["Ana Núñez", "NL92ABNA0417164300", "021000022/1234", ""])("is not repeated where it is none: %s", (text) => {
    expect(() => whomOf(text)).toThrow("That is neither a payout's id");
  });
});

describe("showing", () => {
  it("opens what is sealed, and notes who looked and why before it does", async () => {
    const id = await settled("one");
    const [file] = await openFiles({ is: "payout", payout: id }, "showing", LOOKER, vaults);
    const [person] = file?.people ?? [];
    expect(person).toMatchObject({ is: "kept", beneficiary: { name: "Ana Núñez" } });
    expect(person?.is === "kept" && accountText(person.beneficiary)).toBe(ANA);
    expect(file?.screening).toMatchObject({ verdict: "clear", flags: [] });
    expect(file?.accesses.map(({ purpose, by, why }) => [purpose, by, why])).toContainEqual([
      "showing",
      LOOKER.by,
      LOOKER.why,
    ]);
  });

  it("finds every payout to an account, and those to no other", async () => {
    const ids = [await settled("one"), await settled("two")].toSorted();
    await settled("three", BEN);
    const files = await openFiles(whomOf(ANA), "export", LOOKER, vaults);
    expect(files.map(({ payout: id }) => id)).toEqual(ids);
  });

  it("says where there is nothing, and notes no look at it", async () => {
    const before = stored();
    await expect(openFiles(whomOf(BEN), "showing", LOOKER, vaults)).rejects.toThrow("No vault has anything");
    const none = valueOf(parsePaymentId(`pay_eu_${"0".repeat(32)}`));
    await expect(openFiles({ is: "payout", payout: none }, "showing", LOOKER, vaults)).rejects.toThrow("No vault");
    expect(stored()).toBe(before);
  });
});

describe("somebody whom a key was used for again, with the payout of another", () => {
  const named = async (text: string) => {
    const files = await openFiles(whomOf(text), "export", LOOKER, vaults);
    return files.flatMap(({ people: found }) => found.map((one) => one.is === "kept" && accountText(one.beneficiary)));
  };

  it("is in no file but his own", async () => {
    const id = await settled("one");
    await expect(payout("one", BEN)).rejects.toThrow("422");
    expect(await named(id)).toEqual([ANA]);
    expect(await named(ANA)).toEqual([ANA]);
    expect(await named(BEN)).toEqual([BEN]);
  });

  it("is erased alone, and so is the other", async () => {
    const id = await settled("one");
    await expect(payout("one", BEN)).rejects.toThrow("422");
    expect(await eraseFiles(whomOf(BEN), LOOKER, vaults)).toEqual([{ payout: id, erased: 1 }]);
    await expect(named(BEN)).rejects.toThrow("No vault");
    expect(await named(id)).toEqual([ANA]);
    expect(await eraseFiles({ is: "payout", payout: id }, LOOKER, vaults)).toEqual([{ payout: id, erased: 1 }]);
    expect(stored()).not.toContain('"box"');
  });
});

describe("erasing", () => {
  it("leaves nothing that opens or finds a person, and is harmless twice", async () => {
    const ids = [await settled("one"), await settled("two")].toSorted();
    expect(stored()).toContain("paid#");
    expect(await eraseFiles(whomOf(ANA), LOOKER, vaults)).toEqual(ids.map((id) => ({ payout: id, erased: 1 })));
    expect(stored()).not.toMatch(/"box"|"key"|"person"|paid#/);
    expect(await eraseFiles(whomOf(ANA), LOOKER, vaults)).toEqual([]);
    const [first] = ids;
    if (first === undefined) throw new Error("two payouts were made");
    expect(await eraseFiles({ is: "payout", payout: first }, LOOKER, vaults)).toEqual([{ payout: first, erased: 0 }]);
    const [file] = await openFiles({ is: "payout", payout: first }, "showing", LOOKER, vaults);
    expect(file?.people).toMatchObject([{ is: "erased" }]);
    expect(file?.accesses.map(({ purpose }) => purpose)).toContain("erasure");
  });

  it("changes no payout and no statement, and a repeated request brings nobody back", async () => {
    const id = await settled("one");
    await world.platform.project();
    const client = apiClient(world.platform);
    const { account } = await world.read(id);
    const answers = async () => {
      const entries = await client.get(`/v1/accounts/${String(account)}/entries`);
      return [entries.status, entries.body["data"], (await world.read(id))["state"], await world.figures()];
    };
    const before = await answers();
    await people.erase(id, LOOKER);
    expect(await answers()).toEqual(before);
    expect(await payout("one")).toBe(id);
    const [file] = await openFiles({ is: "payout", payout: id }, "showing", LOOKER, vaults);
    expect(file?.people).toMatchObject([{ is: "erased" }]);
    expect(stored()).not.toContain('"box"');
  });

  it("keeps the account findable while another payout names it", async () => {
    const [one, two] = [await settled("one"), await settled("two")];
    await people.erase(one, LOOKER);
    expect(stored()).toContain("paid#");
    expect((await openFiles(whomOf(ANA), "showing", LOOKER, vaults)).map(({ payout: id }) => id)).toEqual([two]);
    await people.erase(two, LOOKER);
    expect(stored()).not.toContain("paid#");
  });

  it("waits for payouts that are under way, and erases nothing meanwhile", async () => {
    await settled("one");
    const id = await payout("two");
    await expect(eraseFiles(whomOf(ANA), LOOKER, vaults)).rejects.toThrow(`until it has ended: ${id}. Nothing was`);
    expect(stored()).toContain('"box"');
  });
});
