import { beforeEach, describe, expect, it } from "vitest";
import type { CallBack } from "../../../../functions/bank-connector/app.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import { EU, US } from "../domain/world.ts";
import { KEY, NEXT_KEY, railWorld, secretOf, transferOf, type RailWorld } from "./world.ts";

let world: RailWorld;

beforeEach(() => {
  world = railWorld();
});

const send = (number = 1, epoch = 1n) => world.finish(world.connector.send(transferOf(number), epoch));
const ask = (number = 1) => world.finish(world.connector.ask(transferOf(number).payment));

describe("sending", () => {
  it.each([
    ["settled", { answer: "settled" }],
    ["accepted", { answer: "accepted" }],
    ["pending", { answer: "pending" }],
    ["rejected", { answer: "rejected", reason: "AC04" }],
  ])("tells that it was %s", async (first, answer) => {
    await world.behave({ first });
    expect(await send()).toEqual(answer);
    expect(await world.payments()).toMatchObject([{ received: 1, amount: "12.50" }]);
  });

  it("the same payout twice is the same payment at the bank", async () => {
    await send();
    await send();
    expect(await world.payments()).toMatchObject([{ received: 2 }]);
  });

  it.each([
    ["silent", "timed_out", 1],
    ["lost", "timed_out", 0],
    ["invalidXml", "answer_malformed", 1],
    ["badSignature", "signature_invalid", 1],
    ["unknownStatus", "status_unknown", 1],
    ["otherPayment", "answer_malformed", 1],
  ])("to a bank that is %s is of unknown fate: %s, and is not tried again", async (mishap, reason, kept) => {
    await world.behave({ mishaps: { [mishap]: 1 } });
    let sends = 0;
    world.wire = (request, on) => {
      sends += 1;
      return on(request);
    };
    expect(await send()).toEqual({ answer: "unknown", reason });
    expect(sends).toBe(1);
    expect(await world.payments()).toHaveLength(kept);
  });

  it("to a bank that is slower than its deadline is given up in time", async () => {
    await world.behave({ slowMs: 60_000 });
    const began = world.kernel.now();
    expect(await send()).toEqual({ answer: "unknown", reason: "timed_out" });
    expect(world.kernel.now() - began).toBeLessThan(15_000);
  });

  const signedLong = "x".repeat(70_000);
  it.each<[string, RailWorld["wire"], string]>([
    ["no connection", () => Promise.reject(new TypeError("fetch failed")), "unreachable"],
    ["a proxy's 502", async () => new Response("<html>", { status: 502 }), "status_unexpected"],
    ["a proxy's 404", async () => new Response("", { status: 404 }), "status_unexpected"],
    ["a redirect", async () => Response.redirect("http://169.254.169.254/", 302), "status_unexpected"],
    ["an unsigned answer", async () => new Response("<Document/>"), "signature_invalid"],
    ["an endless answer", async () => new Response(signedLong), "answer_malformed"],
    ["a body cut short", async (request, on) => cut(await on(request)), "signature_invalid"],
    ["another status than was signed", async (request, on) => restatused(await on(request)), "signature_invalid"],
  ])("by a wire with %s is of unknown fate", async (_, wire, reason) => {
    world.wire = wire;
    expect(await send()).toEqual({ answer: "unknown", reason });
  });

  it("believes no answer that was given to another request", async () => {
    let earlier: Response | undefined;
    world.wire = async (request, on) => {
      const answer = await on(request);
      const given = earlier ?? answer;
      earlier = answer.clone();
      return given;
    };
    expect(await send()).toEqual({ answer: "settled" });
    await world.kernel.advance(1_000);
    expect(await send()).toEqual({ answer: "unknown", reason: "signature_invalid" });
  });

  const at = (over: Partial<HomeAuthority>): HomeAuthority => ({ owner: EU, epoch: 1n, mode: "normal", ...over });
  it.each<[string, RailWorld["authority"], string]>([
    ["another cell owns the home", at({ owner: US }), "withheld"],
    ["the home is on its way back", at({ mode: "returning" }), "withheld"],
    ["the home is not listed", undefined, "withheld"],
    ["the authority cannot be read", "throws", "withheld"],
    ["authority has changed hands since", at({ epoch: 3n }), "ask_first"],
  ])("does not happen while %s", async (_, authority, answer) => {
    world.authority = authority;
    expect(await send()).toEqual({ answer });
    expect(await world.payments()).toEqual([]);
  });
});

describe("asking", () => {
  it("tells what the bank has", async () => {
    await send();
    expect(await ask()).toEqual({ answer: "settled" });
  });

  it("tells that the bank has nothing, and under which epoch", async () => {
    world.authority = { owner: EU, epoch: 7n, mode: "normal" };
    expect(await ask()).toEqual({ answer: "not_known", epoch: 7n });
    world.authority = "throws";
    expect(await ask()).toEqual({ answer: "unknown", reason: "authority_unreadable" });
  });

  it("believes no 404 but the bank's own", async () => {
    world.wire = async () => new Response("", { status: 404 });
    expect(await ask()).toEqual({ answer: "unknown", reason: "status_unexpected" });
  });
});

describe("a key", () => {
  it("of the bank that is new is looked up, and the old one is accepted in its window", async () => {
    world.bank.rotate([NEXT_KEY, KEY]);
    expect(await send()).toEqual({ answer: "unknown", reason: "signature_invalid" });
    const until = new Date(world.kernel.now() + 60_000).toISOString();
    world.secret = secretOf(NEXT_KEY, { ...KEY, until });
    expect(await ask()).toEqual({ answer: "settled" });
    world.bank.rotate([KEY, NEXT_KEY]);
    expect(await ask()).toEqual({ answer: "settled" });
    await world.kernel.advance(61_000);
    expect(await ask()).toEqual({ answer: "unknown", reason: "signature_invalid" });
  });

  it("that nobody knows is refused by the bank", async () => {
    world.secret = secretOf(NEXT_KEY);
    expect(await send()).toEqual({ answer: "unknown", reason: "status_unexpected" });
    expect(await world.payments()).toEqual([]);
  });
});

describe("a call back", () => {
  async function pushedOnes(knobs: object): Promise<readonly CallBack[]> {
    await world.behave({ first: "accepted", callBackUrl: "http://127.0.0.1:1/v1/bank", endAfterMs: 500, ...knobs });
    await send();
    await world.kernel.advance(60_000);
    return world.pushed.map(({ request, body }) => ({
      method: request.method,
      path: new URL(request.url).pathname,
      header: (name) => request.headers.get(name),
      body,
    }));
  }
  const { payment } = transferOf();

  it.each([
    ["one end", {}, ["settled"]],
    ["a rejection", { end: "rejected" }, ["rejected"]],
    ["the same end twice", { mishaps: { duplicate: 1 } }, ["settled", "settled"]],
    ["both ends", { mishaps: { contradictory: 1 } }, ["settled", "rejected"]],
    ["an end that comes late", { mishaps: { late: 1 } }, ["settled"]],
    ["no end", { end: "never" }, []],
  ])("with %s is read", async (_, knobs, ends) => {
    const read = await Promise.all((await pushedOnes(knobs)).map((message) => world.connector.read(message)));
    expect(read.map((one) => one.ok && [one.value.payment, one.value.answer.answer])).toEqual(
      ends.map((end) => [payment, end]),
    );
  });

  it.each<[string, (message: CallBack) => CallBack, string]>([
    ["of another body", (message) => ({ ...message, body: message.body.replace("ACSC", "RJCT") }), "signature_invalid"],
    ["to another path", (message) => ({ ...message, path: "/v1/other" }), "signature_invalid"],
    ["by another method", (message) => ({ ...message, method: "PUT" }), "signature_invalid"],
    ["without a signature", (message) => ({ ...message, header: () => undefined }), "signature_invalid"],
    ["without end", (message) => ({ ...message, body: "x".repeat(70_000) }), "answer_malformed"],
  ])("%s is refused", async (_, spoil, refusal) => {
    const [message] = await pushedOnes({});
    if (message === undefined) throw new Error("nothing was pushed");
    expect(await world.connector.read(spoil(message))).toEqual({ ok: false, refusal });
  });

  it("that is old is refused: it may be played back", async () => {
    const [message] = await pushedOnes({});
    if (message === undefined) throw new Error("nothing was pushed");
    await world.kernel.advance(301_000);
    expect(await world.connector.read(message)).toEqual({ ok: false, refusal: "signature_invalid" });
  });
});

async function cut(answer: Response): Promise<Response> {
  return new Response((await answer.text()).slice(0, -1), { status: answer.status, headers: answer.headers });
}

async function restatused(answer: Response): Promise<Response> {
  return new Response(await answer.text(), { status: 202, headers: answer.headers });
}
