import { describe, expect, it } from "vitest";
import type { KMSClient } from "@aws-sdk/client-kms";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { canonicalJson, createRequestHasher } from "../../../../functions/stores/request-hash.ts";

function kms(...answers: readonly (Uint8Array | Error)[]) {
  let calls = 0;
  const send = async (command: { readonly input: unknown }) => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    asked.push(command.input);
    if (answer instanceof Error) throw answer;
    return { Mac: answer };
  };
  const asked: unknown[] = [];
  // A client of one command; the overloads of `send` cannot be written for it.
  return { client: { send } as unknown as Pick<KMSClient, "send">, asked };
}

const SECRET = new Uint8Array(32).fill(7);
const body = { payee: "acc_us_1", amount: 5, currency: "EUR" };

describe("a request hash", () => {
  it("is the same in every cell whose key gives the same secret, and another under another secret", async () => {
    const one = await createRequestHasher(kms(SECRET).client, "alias/a", systemClock()).hash(body);
    const two = await createRequestHasher(kms(SECRET).client, "alias/a", systemClock()).hash(body);
    const other = await createRequestHasher(kms(new Uint8Array(32).fill(8)).client, "alias/a", systemClock()).hash(
      body,
    );
    expect(one).toMatch(/^v1:[A-Za-z0-9_-]{43}$/);
    expect(two).toBe(one);
    expect(other).not.toBe(one);
  });

  it("does not depend on the order of fields, and does on every value", async () => {
    const hasher = createRequestHasher(kms(SECRET).client, "alias/a", systemClock());
    const hash = await hasher.hash(body);
    expect(await hasher.hash({ currency: "EUR", amount: 5, payee: "acc_us_1" })).toBe(hash);
    for (const change of [{ amount: 6 }, { currency: "USD" }, { payee: "acc_us_2" }, { reference: "x" }]) {
      expect(await hasher.hash({ ...body, ...change })).not.toBe(hash);
    }
  });

  it("asks KMS once, however many hash at once", async () => {
    const { client, asked } = kms(SECRET);
    const hasher = createRequestHasher(client, "alias/a", systemClock());
    await Promise.all([1, 2, 3].map(() => hasher.hash(body)));
    await hasher.hash(body);
    expect(asked).toMatchObject([{ KeyId: "alias/a", MacAlgorithm: "HMAC_SHA_256" }]);
  });

  it("asks again after KMS failed", async () => {
    const hasher = createRequestHasher(kms(new Error("down"), SECRET).client, "alias/a", systemClock());
    await expect(hasher.hash(body)).rejects.toThrow("down");
    expect(await hasher.hash(body)).toMatch(/^v1:/);
  });
});

describe("canonical JSON", () => {
  const rows: readonly (readonly [unknown, string])[] = [
    [{ b: 1, a: "x" }, '{"a":"x","b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [{ big: 2n ** 60n, list: [{ z: true, y: [1, 2] }] }, '{"big":1152921504606846976,"list":[{"y":[1,2],"z":true}]}'],
    ["text", '"text"'],
  ];
  it.each(rows)("%o", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
