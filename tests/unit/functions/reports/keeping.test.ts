import { beforeEach, describe, expect, it } from "vitest";
import { boundsOf, parseMonth } from "../../../../functions/domain/moments.ts";
import { parseReport } from "../../../../functions/domain/reports/catalogue.ts";
import { makeReports, type MadeReport } from "../../../../functions/reports/app.ts";
import { keepReports } from "../../../../functions/reports/keeping.ts";
import { reportHtml } from "../../../../functions/reports/page.ts";
import { isComplete, reportCsv, reportJson } from "../../../../functions/reports/rendering.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { createLedger } from "../../../../functions/stores/ledger.ts";
import { createReportSource, type ReportSource } from "../../../../functions/stores/report-source.ts";
import { createGenerations } from "../../../../functions/stores/view-generations.ts";
import { createViews } from "../../../../functions/stores/views.ts";
import { EU, US, valueOf } from "../domain/world.ts";
import { payoutWorld, type PayoutWorld } from "../payouts/world.ts";
import { vaultTable, viewsTable } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

let world: PayoutWorld;
let source: ReportSource;

/** A settled payout of 40.00 EUR, one that the screening stops, and all of it in the views. */
beforeEach(async () => {
  world = await payoutWorld();
  await world.ask({}, "one");
  await world.ask({ amount: 500, beneficiary: { name: "Viktor Beispielov", iban: "NL91ABNA0417164300" } }, "two");
  await world.relay();
  await world.pass(1_000);
  await world.platform.project();
  const { dynamoDb, kernel } = world.platform;
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: () => new AbortController().signal,
  };
  const client = dynamoDbSeam(dynamoDb.service, "eu-west-1");
  const generations = createGenerations(client, viewsTable("eu"), clock, kernel.random);
  source = createReportSource(
    {
      client,
      viewsTable: viewsTable("eu"),
      generations,
      views: createViews(client, viewsTable("eu"), generations, clock, kernel.random),
      ledger: createLedger(client, "prod-ledger", clock, kernel.random),
      cells: async () => [EU, US],
      vaults: [{ client, table: vaultTable("eu") }],
    },
    clock,
    kernel.random,
  );
});

/** Every report of a start, by its key. */
async function kept(now: number, start = { due: iso(now) }): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  await keepReports(EU, source, async (key, _, text) => void texts.set(key, text), start, now);
  return texts;
}

const iso = (at: number): string => new Date(at).toISOString();

async function made(name: string): Promise<MadeReport> {
  const asked = valueOf(parseReport({ name }, [EU, US], BigInt(world.platform.kernel.now() + 1)));
  const [one] = await makeReports([asked.kind], asked.scope, source);
  if (one === undefined) throw new Error("one report was asked for");
  return one;
}

const DAY = 86_400_000;

describe("the reports of a day", () => {
  it("are kept by month and name, as JSON, as CSV and as a page", async () => {
    const now = world.platform.kernel.now() + DAY;
    const month = new Date(now - DAY).toISOString().slice(0, 7);
    const names = ["safeguarding", "payment-statistics", "flagged-payments", "in-flight", "personal-data-access"];
    expect([...(await kept(now)).keys()]).toEqual(
      names.flatMap((name) => [`${month}/${name}.json`, `${month}/${name}.csv`, `${month}/${name}.html`]),
    );
  });

  it("of a month's first are the last of the month before, complete once the views are", async () => {
    const month = valueOf(parseMonth(new Date(world.platform.kernel.now()).toISOString().slice(0, 7)));
    const { to } = boundsOf(month);
    const texts = await kept(Number(to) + 3_600_000);
    const safeguarding = JSON.parse(texts.get(`${month}/safeguarding.json`) ?? "");
    expect(safeguarding).toMatchObject({ month, to: new Date(Number(to)).toISOString(), complete: false });
    const scope = { ...(await made("safeguarding")).scope, month, to };
    expect([isComplete({ scope, asOf: Number(to) - 1 }), isComplete({ scope, asOf: Number(to) })]).toEqual([
      false,
      true,
    ]);
  });

  it("of a month's first are about that month on a later day, too", async () => {
    const month = valueOf(parseMonth(iso(world.platform.kernel.now()).slice(0, 7)));
    const { to } = boundsOf(month);
    const due = iso(Number(to) + 3_600_000);
    const texts = await kept(Number(to) + 3 * DAY, { due });
    expect([...texts.keys()].every((key) => key.startsWith(`${month}/`))).toBe(true);
    expect(texts.size).toBe(15);
  });

  it.each([{}, { due: "" }, { due: "yesterday" }])("are not made by a start with %j, which is told", async (start) => {
    // As an event may come, whatever its type says.
    const making = kept(world.platform.kernel.now(), start as { due: string });
    await expect(making).rejects.toThrow('Start the reports with the moment they are due, as {"due":"2026-11-01');
  });

  it("say what is in the ledger and what the vault has noted, and never whom a payout pays", async () => {
    const texts = await kept(world.platform.kernel.now() + DAY);
    const reports = [...texts].flatMap(([key, text]) => (key.endsWith(".json") ? [JSON.parse(text)] : []));
    const [safeguarding, statistics, flagged, flight, access] = reports;
    expect(safeguarding.tables.positions).toMatchObject([
      {
        cell: "eu",
        currency: "EUR",
        customers: 6_000,
        came_in: 10_000,
        paid_out: 4_000,
        safeguarded: 6_000,
        shortfall: 0,
      },
    ]);
    expect(statistics.tables.refusals).toMatchObject([{ channel: "payout", refused_by: "screening", amount: 500 }]);
    expect(flagged.tables.payments).toMatchObject([{ rule: "name_exact", detail: "listed as T.1", amount: 500 }]);
    expect(flight.tables.payments).toEqual([]);
    expect(access.tables.purposes).toMatchObject([{ cell: "eu", purpose: "screening", looks: 2 }]);
    expect([...texts.values()].join("")).not.toMatch(/Beispielov|Ana|NL91/);
  });
});

describe("a report", () => {
  it("as CSV has amounts in their currency's decimals, and a line for each row", async () => {
    const lines = reportCsv(await made("safeguarding")).split("\r\n");
    expect(lines[1]).toMatch(/^cell,currency,customers,/);
    expect(lines[2]).toMatch(/^eu,EUR,60\.00,0\.00,0\.00,60\.00,100\.00,40\.00,60\.00,0\.00,0\.00$/);
  });

  it("as a page needs nothing else, runs no script and plots each day", async () => {
    const page = reportHtml(await made("safeguarding"));
    expect(page).toContain("60.00 EUR");
    expect(page).toContain("<svg");
    expect(page).not.toMatch(/<script|https?:|<link|src=/);
  });

  it("as a page draws amounts by currency, and counts by reason", async () => {
    const page = reportHtml(await made("payment-statistics"));
    expect(page).toContain("<h3>EUR a day <small>EUR</small></h3>");
    expect(page).toContain("<title>screening, screening, EUR, payout, eu: 1</title>");
  });

  it("as a page shows what others have written as text", async () => {
    const one = await made("flagged-payments");
    const [table, ...others] = one.body.tables;
    if (table === undefined) throw new Error("a report has a table");
    const rows = table.rows.map((row) => ({ ...row, tenant: '<script>alert("1")</script>' }));
    const page = reportHtml({ ...one, body: { ...one.body, tables: [{ ...table, rows }, ...others] } });
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(page).not.toContain("<script");
  });

  it("as JSON keeps figures exact that JSON's numbers cannot", async () => {
    const one = await made("safeguarding");
    const [table] = one.body.tables;
    if (table === undefined) throw new Error("a report has a table");
    const rows = [{ cell: "eu", currency: "EUR", customers: 2n ** 60n }];
    const big = { ...one, body: { tables: [{ ...table, rows }], plots: [] } };
    expect(JSON.parse(reportJson(big)).tables.positions[0].customers).toBe("1152921504606846976");
  });
});
