import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountIdOf,
  homeOf,
  lengthPrefixedHash,
  operationIdOf,
  parseAccountId,
  parseCellName,
  parseOperationId,
  parsePaymentId,
  parseTenant,
  paymentIdOf,
  systemAccountId,
  type RequestScope,
} from "../../../../functions/domain/ids.ts";
import { EU, US, valueOf } from "./world.ts";

const HEX = "0123456789abcdef".repeat(2);
const cells = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/).map((name) => valueOf(parseCellName(name)));
const tenants = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/).map((name) => valueOf(parseTenant(name)));
const scopes: fc.Arbitrary<RequestScope> = fc.record({
  tenant: tenants,
  method: fc.constant("POST"),
  route: fc.string(),
  resource: fc.string(),
  key: fc.string(),
});

describe("parsing an id", () => {
  it.each([
    ["a cell", parseCellName, ["eu", "u", "useast1", "abcdefgh"], ["", "1eu", "EU", "eu-1", "abcdefghi", "eu\n"]],
    [
      "an account",
      parseAccountId,
      [`acc_eu_${HEX}`],
      ["acc_eu_", `acc_EU_${HEX}`, `acc__${HEX}`, `acc_eu_${HEX.toUpperCase()}`, `acc_eu_${HEX}0`, `pay_eu_${HEX}`],
    ],
    ["a payment", parsePaymentId, [`pay_us_${HEX}`], [`acc_us_${HEX}`, `pay_us_${HEX} `, `pay_us_x${HEX.slice(1)}`]],
    ["an operation", parseOperationId, [`op_${HEX}`], [`op_eu_${HEX}`, "op_", HEX]],
    ["a tenant", parseTenant, ["acme", "a", "7-up", "a".repeat(40)], ["", "-a", "Acme", "a b", "a".repeat(41), "a#b"]],
  ])("of %s", (_, parse, accepted, refused) => {
    for (const text of accepted) expect(parse(text)).toEqual({ ok: true, value: text });
    for (const text of refused) expect(parse(text).ok, text).toBe(false);
  });
});

describe("ids made from a request", () => {
  it("are accepted by their parsers and tell their home, whatever the request", () => {
    fc.assert(
      fc.property(cells, scopes, (home, scope) => {
        const account = accountIdOf(home, scope);
        const payment = paymentIdOf(home, scope);
        expect(parseAccountId(account)).toEqual({ ok: true, value: account });
        expect(parsePaymentId(payment)).toEqual({ ok: true, value: payment });
        expect(parseOperationId(operationIdOf(scope)).ok).toBe(true);
        expect([homeOf(account), homeOf(payment)]).toEqual([home, home]);
      }),
    );
  });

  it("differ as soon as one field of the request does", () => {
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(operationIdOf(one) === operationIdOf(other)).toBe(same);
      }),
    );
  });

  it("differ when text moves from one field to the next", () => {
    const base = { tenant: valueOf(parseTenant("acme")), method: "POST", route: "/r" } as const;
    const ids = [
      operationIdOf({ ...base, resource: "ab", key: "c" }),
      operationIdOf({ ...base, resource: "a", key: "bc" }),
      operationIdOf({ ...base, resource: "", key: "abc" }),
      operationIdOf({ ...base, resource: "ab1:c", key: "" }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are the first 128 bits of SHA-256 over the length-prefixed fields, lengths in bytes", () => {
    const digest = createHash("sha256").update("4:acme2:é").digest("hex");
    expect(lengthPrefixedHash(["acme", "é"])).toBe(digest.slice(0, 32));
  });
});

describe("a system account", () => {
  it("is one per cell, kind and currency", () => {
    const ids = [EU, US].flatMap((home) =>
      (["settlement", "suspense"] as const).flatMap((kind) =>
        ["EUR", "USD"].map((currency) => systemAccountId(home, kind, currency)),
      ),
    );
    expect(new Set(ids).size).toBe(8);
    for (const id of ids) expect(parseAccountId(id).ok).toBe(true);
    expect(systemAccountId(EU, "settlement", "EUR")).toBe(ids[0]);
  });
});
