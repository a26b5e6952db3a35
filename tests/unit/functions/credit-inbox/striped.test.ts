import { describe, expect, it } from "vitest";
import { createApp } from "../../../../functions/credit-inbox/app.ts";
import { toItem, type PaymentEntry } from "../../../../functions/domain/entries.ts";
import { accountIdOf, parseTenant, paymentIdOf, type AccountId } from "../../../../functions/domain/ids.ts";
import { paymentKey } from "../../../../functions/domain/keys.ts";
import type { CommitOutcome, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { acceptedEntry } from "../../../../functions/domain/payments.ts";
import { EU, US, valueOf } from "../domain/world.ts";
import { parseAmount, parseCurrency } from "../../../../functions/domain/money.ts";
import { createMemoryLedger } from "../domain/memory-ledger.ts";
import { inboxStores } from "./stores.ts";

const tenant = valueOf(parseTenant("shop"));
const scope = (key: string) => ({ tenant, method: "POST", route: "/v1/accounts", resource: "", key }) as const;
const source = accountIdOf(US, scope("source"));

function paid(payee: AccountId, key: string): PaymentEntry {
  const common = { tenant, source, payee, capture: "automatic", request: "v1:r" } as const;
  const money = { amount: valueOf(parseAmount(5)), currency: valueOf(parseCurrency("EUR")) };
  return acceptedEntry({ ...common, ...money, id: paymentIdOf(US, scope(key)) }, { cell: US, epoch: 1n, at: 0n });
}

/** An inbox whose ledger says of every balance that it has four stripes, and which rows it tried to credit. */
function inboxOver(entries: readonly PaymentEntry[]) {
  const ledger = createMemoryLedger();
  for (const entry of entries) ledger.receive(paymentKey(US, entry.id), toItem(entry));
  const tried: string[] = [];
  const commit = (writes: readonly LedgerWrite[]): CommitOutcome => {
    const index = writes.findIndex(({ key }) => key.pk.startsWith("eu#acct#"));
    const row = writes[index]?.key.sk ?? "";
    tried.push(row);
    if (row !== "balance") return { outcome: "committed" };
    const old = { status: "open", currency: "EUR", stripes: 4n };
    return { outcome: "refused", refusals: [{ index, old }] };
  };
  const stores = inboxStores(EU, [EU, US], ledger, commit, { epoch: 1n, sent: () => 0, now: () => 0 });
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: () => Promise.resolve(),
    deadline: () => new AbortController().signal,
  };
  return { tried, inbox: createApp({ cell: EU }, stores, clock) };
}

describe("a striped payee that is paid from another cell", () => {
  const hot = accountIdOf(EU, scope("hot"));
  const other = accountIdOf(EU, scope("other"));

  it("is asked for its stripes once: its one balance would limit what they are there to take", async () => {
    const entries = ["one", "two", "three"].map((key) => paid(hot, key));
    const { inbox, tried } = inboxOver(entries);
    for (const { id } of entries) expect(await inbox.act(paymentKey(US, id))).toBe(true);
    expect(tried.map((row) => row.replace(/\d/, ""))).toEqual(["balance", "stripe#", "stripe#", "stripe#"]);
  });

  it("says nothing about another payee", async () => {
    const entries = [paid(hot, "one"), paid(other, "two")];
    const { inbox, tried } = inboxOver(entries);
    for (const { id } of entries) await inbox.act(paymentKey(US, id));
    expect(tried.map((row) => row.replace(/\d/, ""))).toEqual(["balance", "stripe#", "balance", "stripe#"]);
  });
});
