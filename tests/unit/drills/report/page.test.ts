import { describe, expect, it } from "vitest";
import { isPassed } from "../../../../drills/report/measurement.ts";
import { reportPage } from "../../../../drills/report/page.ts";
import { measured } from "./measured.ts";

const page = reportPage(measured());

describe("the report of a drill", () => {
  it("needs nothing but itself: no script, no link, nothing loaded", () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bsrc=|\bhref=|https?:/);
  });

  it("is well formed: every element that is opened is closed, in order", () => {
    expect(unclosed(page)).toEqual([]);
  });

  it("names the seed, the commit and the command that runs the drill again", () => {
    expect(page).toContain("npm run drill -- region-loss --target local --seed 7");
    expect(page).toContain("0123abc");
  });

  it("draws the five figures over time, each with every moment marked", () => {
    for (const title of ["Traffic by cell", "Errors", "Latency", "Replication lag", "Clearing between cells"]) {
      expect(page).toContain(`aria-label="${title}"`);
    }
    expect(page.match(/3 evacuated, 33\.5 s/g)).toHaveLength(5);
  });

  it("draws numbers only", () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it("lists the tail payment by payment, in the currency's own decimals, and what became of each", () => {
    expect(page).toMatch(/pay_eu_1.*?12\.50 EUR.*?19\.90 s.*?came back/s);
    expect(page).toMatch(/pay_eu_2.*?5 JPY.*?class="bad"[^<]*>[^<]*lost/s);
  });

  it("tells an overdraft within its tail from one beyond it", () => {
    expect(page).toContain("within its tail");
    const beyond = { account: "acc_eu_9", currency: "EUR", below: 5n, tail: 4n };
    expect(reportPage(measured({ overdrafts: [beyond] }))).toContain("BEYOND ITS TAIL");
  });

  it("says so where nothing was lost, overdrawn or taken twice", () => {
    const calm = reportPage(measured({ tail: [], overdrafts: [], reversals: [] }));
    expect(calm).toContain("Every acknowledged payment had reached another region.");
    expect(calm).toContain("No account is below its limit.");
    expect(calm).toContain("No payment was taken by two cells.");
  });

  it("prints text as text", () => {
    const fault = `<b>"eu" & us</b>`;
    const broken = reportPage(measured({ verdicts: [{ name: "n", claim: "c", faults: [fault] }] }));
    expect(broken).toContain("&lt;b&gt;&quot;eu&quot; &amp; us&lt;/b&gt;");
  });

  it("draws a drill in which nothing was measured", () => {
    const timeline = { traffic: [], errors: [], latency: [], lag: [], clearing: [] };
    const empty = reportPage(measured({ timeline, seconds: 0, moments: [] }));
    expect(empty).not.toMatch(/NaN|Infinity/);
    expect(unclosed(empty)).toEqual([]);
  });
});

describe("a drill has passed", () => {
  it("when every bound is kept and no checker found a fault", () => {
    expect(isPassed(measured())).toBe(true);
    expect(page).toContain(">Passed<");
  });

  it("not when a bound is missed", () => {
    const missed = measured({
      bounds: [{ name: "detection", wanted: "at most 15 s", measured: "never", kept: false }],
    });
    expect(isPassed(missed)).toBe(false);
    expect(reportPage(missed)).toMatch(/verdict failed.*?Failed/s);
  });

  it("not when a checker found a fault", () => {
    expect(isPassed(measured({ verdicts: [{ name: "n", claim: "c", faults: ["f"] }] }))).toBe(false);
  });
});

/** Elements whose closing tag is missing or out of place. */
function unclosed(markup: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = "", rest = ""] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b([^>]*)>/g)) {
    if (["meta", "br"].includes(name) || rest.endsWith("/")) continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
