import { describe, expect, it } from "vitest";
import { readStanding } from "../../../../cli/operator/standing.ts";
import { standingText } from "../../../../cli/operator/standing-text.ts";
import { canaryAccounts } from "../../../../functions/stores/canary.ts";
import { cell, fakePlatform, putRows, type FakePlatform } from "./fake-platform.ts";

const [canary = ""] = canaryAccounts(cell("eu"));

/** us serves eu, which neither beats nor answers; a minute has passed. */
function halfDown(): FakePlatform {
  const fake = fakePlatform();
  fake.context.pass(60_000);
  const homes = {
    eu: { owner: cell("us"), epoch: 2n, mode: "normal", since: 2n },
    us: { owner: cell("us"), epoch: 1n, mode: "normal" },
  } as const;
  const history = [{ id: "1", by: "watcher eu-central-1", what: "evacuate eu", revision: 8n, at: 30_000n }];
  fake.state = { ...fake.state, homes, forbidden: [cell("us")], history };
  fake.routes.set("serves/eu", "us");
  fake.leases.set("us", homes);
  fake.beats = [
    { cell: cell("eu"), count: 4n, at: 20_000n },
    { cell: cell("us"), count: 9n, at: 58_000n },
  ];
  fake.probes = [
    { region: "eu-central-1", cell: cell("eu"), count: 9n, recent: 0b111n, at: 59_000n },
    { region: "eu-central-1", cell: cell("us"), count: 9n, recent: 0n, at: 59_000n },
  ];
  putRows(fake, "us", { standIn: "us", home: "eu", epoch: 2 }, () => ({ state: "open", count: 2n, digest: 2n }));
  fake.rows.set("eu eu#transit#us#0 balance", { net_EUR: 700n });
  fake.rows.set("us us#transit#eu#0 balance", { net_EUR: -500n });
  fake.rows.set(`eu eu#acct#${canary} balance`, { at: 20_000n });
  fake.rows.set(`us eu#acct#${canary} balance`, { at: 17_500n });
  return fake;
}

describe("status", () => {
  it("tells who serves what, how cells are, how far takeovers have come, and what is under way", async () => {
    const text = standingText(await readStanding(halfDown().platform)).join("\n");
    expect(text).toMatch(/authority: revision 7, last change "evacuate eu" by watcher eu-central-1/);
    expect(text).toMatch(/edge: its store differs from the authority in down\/eu/);
    expect(text).toMatch(/eu +eu-west-1 +us +2 +normal +none +40\.0 s +eu-central-1 3 failed in a row +down +allowed/);
    expect(text).toMatch(/us +us-east-1 +us +1 +normal +0 ms +2\.0 s +eu-central-1 ok +up +forbidden/);
    expect(text).toMatch(/us for eu +2 +256\/256 open +0\/512 entries, 256 shards behind/);
    expect(text).toMatch(/eu to us +7\.00 EUR +2\.00 EUR/);
    expect(text).toMatch(/us +eu +2\.5 s/);
  });

  it("leaves out what cannot be read, and goes on", async () => {
    const { platform } = halfDown();
    const dead = () => Promise.reject(new Error("gone"));
    const standing = await readStanding({
      ...platform,
      signs: { ...platform.signs, survey: dead },
      ledger: () => ({ getMany: dead }),
      routes: async () => undefined,
    });
    expect(standing).toMatchObject({ takeovers: [], lag: [], clearing: [], history: [] });
    const text = standingText(standing);
    expect(text.slice(0, 2)).toEqual([
      "The authority table cannot be read.",
      "edge: nobody can tell whether its store agrees",
    ]);
    // Automation is kept off us: whoever cannot read that must not be told the opposite.
    expect(text.join("\n")).toMatch(/us +us-east-1 +unknown +0 ms +unknown +unknown +unknown +unknown$/m);
  });

  it("says of an edge alone that its store cannot be read", async () => {
    const standing = await readStanding({ ...halfDown().platform, routes: async () => undefined });
    expect(standingText(standing)[1]).toBe("edge: its store cannot be read from here");
  });

  it("does not repeat what a watcher said last that has gone with its region", async () => {
    const fake = halfDown();
    fake.probes = [...fake.probes, { region: "eu-west-1", cell: cell("eu"), count: 3n, recent: 0n, at: 20_000n }];
    const text = standingText(await readStanding(fake.platform)).join("\n");
    expect(text).toMatch(/eu +eu-west-1 .* eu-central-1 3 failed in a row; eu-west-1 silent for 40\.0 s +down/);
  });

  it("tells of a takeover whose home's region is gone by the stand-in's side alone", async () => {
    const { platform } = halfDown();
    const ledger: typeof platform.ledger = (of) =>
      of === "eu" ? { getMany: () => Promise.reject(new Error("gone")) } : platform.ledger(of);
    const { takeovers } = await readStanding({ ...platform, ledger });
    expect(takeovers).toMatchObject([{ standIn: "us", home: "eu", open: 256, counted: 512n, absorbed: 0n }]);
  });
});
