import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { payoutWorld } from "./world.ts";

const PEOPLE = [
  { name: "Wilhelmina Overmars-Quaye", iban: "NL91ABNA0417164300" },
  { name: "Þórdís Eyvindardóttir", iban: "DE89370400440532013000" },
] as const;

/** Country, two check digits, then up to thirty characters (ISO 13616), also in groups of four. */
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/;

describe("no log line", () => {
  it("names a person or an account of a bank, whatever becomes of payouts and payment files", async () => {
    const world = await payoutWorld();
    const { platform } = world;
    const client = apiClient(platform);
    for (const [index, beneficiary] of PEOPLE.entries()) {
      await world.behave(index === 0 ? {} : { verdict: "rejected" });
      await world.ask({ amount: 1_000, beneficiary }, `person-${index}`);
      await world.relay();
      await world.pass(60_000);
    }
    // Refused with what is wrong about it, and a fault in the middle of a saga.
    const account = await funded(platform, "eu", 5_000);
    const wrong = { amount: 1_000, currency: "EUR", beneficiary: { ...PEOPLE[0], iban: "NL00ABNA0417164300" } };
    expect((await client.post(`/v1/accounts/${account}/payouts`, wrong, { key: "wrong" })).status).toBe(400);
    world.broken.connectorAfter = () => {
      throw new Error("the connection ended");
    };
    await world.ask({ amount: 500, beneficiary: PEOPLE[0] }, "broken");
    await world.relay();
    await world.pass(60_000);
    const xml = readFileSync(new URL("../../../../examples/marketplace-payouts-25.xml", import.meta.url), "utf8");
    const [, creditor = ""] = /<Cdtr>\s*<Nm>([^<]+)</.exec(xml) ?? [];
    expect(creditor).not.toBe("");
    const file = { headers: { "content-type": "application/xml" } };
    expect((await client.post(`/v1/accounts/${account}/payment_batches`, xml, file)).status).toBe(200);

    const lines = [...platform.logged, ...world.logged, ...world.states.lines.map(({ line }) => JSON.stringify(line))];
    expect(lines.some((line) => line.includes("pay_eu_"))).toBe(true);
    const words = [...PEOPLE.flatMap(({ name, iban }) => [...name.split(/[ -]/), iban]), creditor];
    for (const line of lines) {
      expect(words.filter((word) => line.includes(word))).toEqual([]);
      expect(line).not.toMatch(IBAN);
    }
  });
});
