import { describe, expect, it } from "vitest";
import { parseBankKeys } from "../../../../functions/bank-connector/bank-keys.ts";
import { parseEnv } from "../../../../functions/bank-connector/env.ts";
import { macOf, requestComponents, sign, verify } from "../../../../functions/bank-connector/message-signatures.ts";
import { ENV, KEY, NEXT_KEY, secretOf } from "./world.ts";

const NOW_MS = 1_800_000_000_000;
const signable = { components: requestComponents("POST", "/payments"), body: "<a/>" };

describe("a signature", () => {
  it("is that of RFC 9421, appendix B.2.5", () => {
    const secret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
    const key = { id: "test-shared-secret", secret: Buffer.from(secret, "base64") };
    const covered = [
      ['"date"', "Tue, 20 Apr 2021 02:07:55 GMT"],
      ['"@authority"', "example.com"],
      ['"content-type"', "application/json"],
    ] as const;
    const parameters = '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"';
    const mac = macOf(covered, parameters, key).toString("base64");
    expect(mac).toBe("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
  });

  const fields = sign(signable, KEY, NOW_MS);
  const field = (over: Readonly<Record<string, string>>) => (name: string) => ({ ...fields, ...over })[name];
  const input = fields["signature-input"];
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["as it was made", {}, "valid"],
    ["with a parameter more", { "signature-input": `${input};nonce="1"` }, "invalid"],
    ["with another time", { "signature-input": input.replace("1800000000", "1800000001") }, "invalid"],
    ["without a time", { "signature-input": input.replace(/;created=\d+/, "") }, "invalid"],
    ["with two times", { "signature-input": `${input};created=1800000000` }, "invalid"],
    ["by another algorithm", { "signature-input": input.replace("hmac-sha256", "none") }, "invalid"],
    ["by no algorithm", { "signature-input": input.replace(/;alg=.*/, "") }, "invalid"],
    ["over less", { "signature-input": input.replace('"@path" ', "") }, "invalid"],
    ["by a key that we do not have", { "signature-input": input.replace("k1", "k9") }, "key_unknown"],
    ["of another digest", { "content-digest": "sha-256=:AAAA:" }, "invalid"],
    ["under another label", { signature: fields.signature.replace("rail", "sig1") }, "invalid"],
    ["that is none", { signature: "" }, "invalid"],
    ["that is cut", { signature: "rail=:AAAA:" }, "invalid"],
  ])("%s is %s", (_, over, verified) => {
    expect(verify(signable, field(over), [KEY], NOW_MS)).toBe(verified);
  });

  it.each([
    [-301_000, "invalid"],
    [-300_000, "valid"],
    [300_000, "valid"],
    [301_000, "invalid"],
  ])("looked at %d ms later is %s", (later, verified) => {
    expect(verify(signable, field({}), [KEY], NOW_MS + later)).toBe(verified);
  });

  it("by a key of the same name and another secret is invalid", () => {
    expect(verify(signable, field({}), [{ ...NEXT_KEY, id: KEY.id }], NOW_MS)).toBe("invalid");
  });
});

describe("the bank's secret", () => {
  const outgoing = { ...KEY, until: new Date(NOW_MS).toISOString() };

  it("signs by its first key and accepts the one on its way out until then", () => {
    const ids = (now: number) => {
      const parsed = parseBankKeys(secretOf(NEXT_KEY, outgoing), now);
      return parsed.ok && [parsed.value.signing.id, parsed.value.accepted.map(({ id }) => id)];
    };
    expect(ids(NOW_MS - 1)).toEqual(["k2", ["k2", "k1"]]);
    expect(ids(NOW_MS)).toEqual(["k2", ["k2"]]);
  });

  it.each([
    ["no JSON", "{"],
    ["no keys", "{}"],
    ["an empty list", secretOf()],
    ["a first key on its way out", secretOf(outgoing)],
    ["two keys of one name", secretOf(KEY, { ...NEXT_KEY, id: KEY.id })],
    ["a short secret", secretOf({ id: "k", secret: Buffer.alloc(31) })],
    ["a name that breaks out", secretOf({ ...KEY, id: 'k";alg="none' })],
    ["an end that is no time", secretOf(KEY, { ...NEXT_KEY, until: "soon" })],
  ])("with %s is refused", (_, text) => {
    expect(parseBankKeys(text, NOW_MS)).toEqual({ ok: false, refusal: "secret_malformed" });
  });
});

describe("the connector's environment", () => {
  it("is parsed", () => {
    expect(parseEnv({ ...ENV, BANK_URL: "https://rail.bank.example/v1/" })).toMatchObject({
      cell: "eu",
      bankUrl: "https://rail.bank.example/v1",
      authorityRegions: ["eu-west-1", "eu-north-1"],
    });
  });

  it.each([
    ["BANK_URL", "http://rail.bank.example", "BANK_URL is no https address"],
    ["BANK_URL", "https://user@bank.example", "BANK_URL is no https address"],
    ["ORDERING_IBAN", "DE00", "ORDERING_IBAN is refused: iban_malformed"],
    ["ORDERING_BIC", "COBA", "ORDERING_BIC is no business identifier code"],
    ["ORDERING_NAME", "", "ORDERING_NAME is missing"],
  ])("with %s = %j is refused", (name, value, message) => {
    expect(() => parseEnv({ ...ENV, [name]: value })).toThrow(message);
  });
});
