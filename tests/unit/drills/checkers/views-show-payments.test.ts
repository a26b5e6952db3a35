import { describe, expect, it } from "vitest";
import {
  subjectOf,
  textOf,
  viewLedger,
  type LedgerState,
  type StoredItem,
} from "../../../../drills/checkers/ledger-view.ts";
import { viewsShowPayments } from "../../../../drills/checkers/views-show-payments.ts";
import { eventIdAt } from "../../../../functions/domain/events.ts";
import { parseTenant } from "../../../../functions/domain/ids.ts";
import { listedFor, project } from "../../../../functions/domain/projections.ts";
import { listedEvent, tenantPartition, toldKey, type ViewKey } from "../../../../functions/domain/view-keys.ts";
import { cleanState, names } from "./states.ts";

const state = cleanState();
const truth = viewLedger(state).truth;

/** The rows of a state's views besides entries and months, as a projector writes them. */
function cleanRows(): readonly StoredItem[] {
  const rows = new Map<string, StoredItem>();
  const accounts = truth.filter(({ key }) => key.sk === "account");
  const tenants = new Map(accounts.map(({ key, item }) => [subjectOf(key), textOf(item, "tenant")]));
  const put = ({ pk, sk }: ViewKey, item: StoredItem["item"]) => rows.set(`${pk} ${sk}`, { key: { pk, sk }, item });
  for (const { key, item } of truth) {
    const projected = project({ key, image: item, before: undefined });
    for (const write of projected.ok ? projected.value : []) {
      if (write.write === "put") put(write.key, write.item);
      if (write.write === "listing") {
        const owner = parseTenant(tenants.get(write.account) ?? "");
        const listed = owner.ok ? listedFor(owner.value, write.at, write.payment) : undefined;
        if (listed?.write === "put") put(listed.key, listed.item);
      }
      if (write.write === "event") {
        put({ pk: tenantPartition(write.tenant), sk: listedEvent(1, write.id) }, { ...write.item, id: write.id });
        put(toldKey(write.id), { arrival: 1n });
      }
    }
  }
  return [...rows.values()];
}

const faults = (rows: readonly StoredItem[]): readonly string[] => {
  const shown: LedgerState = { ...state, views: { rows: new Map([["eu", rows]]), through: 0n } };
  return viewsShowPayments.check(viewLedger(shown)).map(({ fault }) => fault);
};
const isListed = ({ key }: StoredItem): boolean => key.sk.startsWith("pay#") && key.sk.endsWith(names.underWay);

describe("views of payments", () => {
  it("are whole when a projector has seen every item", () => {
    expect(cleanRows().some(isListed)).toBe(true);
    expect(faults(cleanRows())).toEqual([]);
  });

  it("lack what they do not have: a payment's place in each listing", () => {
    const lacking = faults(cleanRows().filter((row) => !isListed(row)));
    // That of the tenant and, as nothing is booked there yet, that of the payee.
    expect(lacking).toHaveLength(2);
    for (const fault of lacking) expect(fault).toMatch(/^The views of eu lack (tenant|acct)#/);
  });

  it("list a payment where it belongs among a tenant's partitions", () => {
    const moved = cleanRows().map((row) => {
      const { pk, sk } = row.key;
      if (!isListed(row) || !pk.startsWith("tenant#")) return row;
      return { ...row, key: { pk: pk.replace(/.$/, (shard) => `${(Number(shard) + 1) % 8}`), sk } };
    });
    expect(faults(moved)).toEqual([
      expect.stringMatching(/^The views of eu lack tenant#\w+#\d pay#/),
      expect.stringMatching(/^The views of eu have for no reason tenant#\w+#\d pay#/),
    ]);
  });

  it("show nobody what is none of theirs", () => {
    const listed = cleanRows().filter(isListed).slice(0, 1);
    const elsewhere = listed.map(({ key, item }) => ({ key: { ...key, pk: "tenant#stranger#0" }, item }));
    expect(faults([...cleanRows(), ...elsewhere])).toEqual([
      expect.stringMatching(/^The views of eu have for no reason tenant#stranger#0 pay#/),
    ]);
  });

  it("may list a payment at an earlier time too, when it stood declined there", () => {
    const listed = cleanRows().filter(isListed).slice(0, 1);
    const earlier = listed.map(({ key, item }) => {
      return { key: { ...key, sk: `pay#2001-01-01T00:00:00.000Z#${names.underWay}` }, item };
    });
    expect(faults([...cleanRows(), ...earlier])).toEqual([]);
  });

  it("tell an event once, as it is", () => {
    const event = { key: { pk: "eu#event#x", sk: "1" }, item: { tenant: "shop", type: "payment" } };
    const told = {
      ...state,
      regions: new Map([...state.regions].map(([region, items]) => [region, [...items, event]])),
    };
    const faultsWith = (...rows: readonly StoredItem[]): readonly string[] => {
      const views = { rows: new Map([["eu", [...cleanRows(), ...rows]]]), through: 0n };
      return viewsShowPayments.check(viewLedger({ ...told, views })).map(({ fault }) => fault);
    };
    const id = eventIdAt(event.key);
    const mark = { key: toldKey(id), item: { arrival: 1n } };
    const listed = (arrival: number, type: string): StoredItem => {
      return { key: { pk: "tenant#shop", sk: listedEvent(arrival, id) }, item: { ...event.item, type, id } };
    };
    expect(faultsWith(mark, listed(1, "payment"))).toEqual([]);
    expect(faultsWith()).toEqual([
      `The views of eu lack event#${id} event.`,
      `The views of eu lack tenant#shop event#${id}.`,
    ]);
    expect(faultsWith(mark, listed(1, "payment"), listed(2, "payment"))).toEqual([
      `The views of eu tell twice tenant#shop event#${id}.`,
    ]);
    expect(faultsWith(mark, listed(1, "refund"))).toEqual([
      `The views of eu have something else as tenant#shop event#${id}.`,
    ]);
  });
});
