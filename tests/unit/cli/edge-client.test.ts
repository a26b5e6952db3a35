import { describe, expect, it } from "vitest";
import { createEdgeClient, type EdgeRequest } from "../../../cli/edge-client.ts";
import { fakeContext } from "./fake-context.ts";

const request: EdgeRequest = {
  method: "POST",
  path: "/v1/accounts/acc_1/payments",
  token: "secret",
  idempotencyKey: "key-1",
  body: { amount: 5 },
};

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A client whose server answers in this order, the last answer for ever, and what was sent when. */
function clientOf(...answers: readonly (Answer | Error)[]) {
  const sent: { readonly at: number; readonly url: string; readonly init: RequestInit; readonly headers: Headers }[] =
    [];
  const { clock } = fakeContext();
  const server: typeof fetch = (url, init = {}) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)] ?? new Error("no answer");
    if (typeof url !== "string") throw new Error("The client names its address in text.");
    sent.push({ at: clock.now(), url, init, headers: new Headers(init.headers) });
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(new Response(answer.body ?? "{}", { status: answer.status, headers: answer.headers ?? {} }));
  };
  return { client: createEdgeClient("http://edge", clock, () => 0, server), sent };
}

it("sends what was asked for, with the token and the key", async () => {
  const { client, sent } = clientOf({ status: 201, body: '{"id":"pay_1"}' });
  expect(await client.send({ ...request, homeCell: "eu" })).toEqual({
    status: 201,
    body: { id: "pay_1" },
    attempts: 1,
  });
  expect(sent.map(({ url, init }) => [url, init.method, init.body])).toEqual([
    ["http://edge/v1/accounts/acc_1/payments", "POST", '{"amount":5}'],
  ]);
  expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
    authorization: "Bearer secret",
    "content-type": "application/json",
    "home-cell": "eu",
    "idempotency-key": "key-1",
  });
});

it("sends a payment file as XML", async () => {
  const { client, sent } = clientOf({ status: 200 });
  await client.send({ method: "POST", path: "/v1/x", token: "t", xml: "<Document/>" });
  expect([sent[0]?.headers.get("content-type"), sent[0]?.init.body]).toEqual(["application/xml", "<Document/>"]);
});

describe("an answer that asks for another try", () => {
  it("421: goes to the cell that it names, at once", async () => {
    const { client, sent } = clientOf({ status: 421, headers: { "home-cell": "us" } }, { status: 201 });
    expect(await client.send(request)).toMatchObject({ status: 201, attempts: 2 });
    expect(sent.map(({ at, headers }) => [at, headers.get("prefer-cell"), headers.get("idempotency-key")])).toEqual([
      [0, null, "key-1"],
      [0, "us", "key-1"],
    ]);
  });

  it("421 again: is the answer", async () => {
    const { client, sent } = clientOf({ status: 421, headers: { "home-cell": "us" } });
    expect(await client.send(request)).toMatchObject({ status: 421, attempts: 2 });
    expect(sent).toHaveLength(2);
  });

  it("503: comes back when Retry-After says", async () => {
    const { client, sent } = clientOf({ status: 503, headers: { "retry-after": "2" } }, { status: 201 });
    expect(await client.send(request)).toMatchObject({ status: 201, attempts: 2 });
    expect(sent.map(({ at }) => at)).toEqual([0, 2_000]);
  });

  it("409 with Retry-After: the same key is still running", async () => {
    const { client } = clientOf({ status: 409, headers: { "retry-after": "1" } }, { status: 201 });
    expect(await client.send(request)).toMatchObject({ status: 201, attempts: 2 });
  });

  it("no answer at all: the key makes it safe to ask again, with growing pauses", async () => {
    const { client, sent } = clientOf(new Error("reset"), new Error("reset"), { status: 201 });
    expect(await client.send(request)).toMatchObject({ status: 201, attempts: 3 });
    expect(sent.map(({ at }) => at)).toEqual([0, 100, 300]);
  });
});

describe("an answer that is final", () => {
  it.each([200, 201, 400, 401, 404, 409, 422])("%d is not asked for twice", async (status) => {
    const { client, sent } = clientOf({ status });
    expect(await client.send(request)).toMatchObject({ status, attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  it("gives up after eight tries and says what the last one answered", async () => {
    const { client } = clientOf({ status: 503, body: '{"code":"limited"}' });
    expect(await client.send(request)).toMatchObject({ status: 503, body: { code: "limited" }, attempts: 8 });
  });

  it("throws where nobody ever answers", async () => {
    const { client } = clientOf(new Error("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
    await expect(client.send(request)).rejects.toThrow(
      "The edge at http://edge does not answer: connect ECONNREFUSED.",
    );
  });
});
