import { describe, expect, it } from "vitest";
import { createClient, impatient, kindOf, patient, type Asked } from "../../../../drills/conduct/client.ts";
import type { ApiAnswer, ApiCall } from "../../../../drills/targets/target.ts";

const asked: Asked = {
  method: "POST",
  path: "/v1/accounts/acc_eu_1/payments",
  as: "tenant",
  issuer: "eu",
  idempotencyKey: "k",
  body: { amount: 5 },
  amount: 5,
  payee: "acc_us_1",
};
const answer = (status: number, more: Partial<ApiAnswer> = {}): ApiAnswer => ({
  status,
  replayed: false,
  body: {},
  ...more,
});
const accepted = answer(201, { servedBy: "us", body: { object: "payment", id: "pay_eu_1" } });

/** A client over a target that answers these, one after the other; the last one stays. */
function clientOver(...answers: readonly [ApiAnswer | undefined, ...(ApiAnswer | undefined)[]]) {
  const calls: ApiCall[] = [];
  const pauses: number[] = [];
  let now = 0;
  const client = createClient({
    clock: {
      now: () => now,
      monotonic: () => now,
      sleep: async (ms) => {
        pauses.push(ms);
        now += ms;
      },
      deadline: () => new AbortController().signal,
    },
    random: () => 1,
    async send(call) {
      calls.push(call);
      return answers[Math.min(calls.length, answers.length) - 1];
    },
  });
  return { client, calls, pauses };
}

describe("a client of a drill", () => {
  it("takes an answer for good, an acceptance or a stored refusal, and asks no more", async () => {
    for (const good of [accepted, answer(422, { body: { code: "insufficient_funds" } })]) {
      const { client, calls } = clientOver(good);
      expect(await client.ask(asked, patient)).toEqual({ answer: good, attempts: 1 });
      expect(calls).toHaveLength(1);
    }
  });

  it("sends the same key again where no answer came, and where the answer leaves it open", async () => {
    const { client, calls } = clientOver(undefined, answer(500), answer(429), accepted);
    expect(await client.ask(asked, patient)).toEqual({ answer: accepted, attempts: 4 });
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(["k"]));
  });

  it("asks the cell that a 421 names, once, and then the edge again", async () => {
    const elsewhere = answer(421, { homeCell: "us" });
    const { client, calls } = clientOver(elsewhere, elsewhere, accepted);
    await client.ask(asked, patient);
    expect(calls.map(({ preferCell }) => preferCell)).toEqual([undefined, "us", undefined]);
  });

  it("waits longer each time, and no less than it is told", async () => {
    const limited = answer(503, { retryAfterSeconds: 2, body: { code: "limited" } });
    const { client, pauses } = clientOver(undefined, undefined, limited, accepted);
    await client.ask(asked, patient);
    expect(pauses).toEqual([100, 200, 2_400]);
  });

  it("does not wait at all where it is impatient", async () => {
    const limited = answer(503, { retryAfterSeconds: 2, body: { code: "limited" } });
    const { client, pauses } = clientOver(limited, limited, accepted);
    await client.ask(asked, impatient);
    expect(pauses).toEqual([50, 50]);
  });

  it("gives up after its patience, and tells every attempt that was none", async () => {
    const { client } = clientOver(undefined);
    const kinds: string[] = [];
    const ending = await client.ask(asked, patient, (kind) => kinds.push(kind));
    expect(ending.answer).toBeUndefined();
    expect(ending.attempts).toBe(kinds.length);
    expect(new Set(kinds)).toEqual(new Set(["no answer"]));
  });

  it("writes down every attempt and what came of it, for the checkers", async () => {
    const { client } = clientOver(undefined, answer(503, { body: { code: "limited" } }), accepted);
    await client.ask(asked, patient);
    expect(client.history.map(({ type, call }) => `${call} ${type}`)).toEqual([
      "1 invoke",
      "1 unknown",
      "2 invoke",
      "2 fail",
      "3 invoke",
      "3 ok",
    ]);
    const last = { cell: "us", key: "k", amount: 5, payee: "acc_us_1", reply: { status: 201, payment: "pay_eu_1" } };
    expect(client.history.at(-1)).toMatchObject(last);
  });
});

it("calls an attempt by its status and the problem's code", () => {
  expect([kindOf(undefined), kindOf(answer(502)), kindOf(answer(503, { body: { code: "limited" } }))]).toEqual([
    "no answer",
    "502",
    "503 limited",
  ]);
});
