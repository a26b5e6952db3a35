import { describe, expect, it } from "vitest";
import { withCurrent, withPending } from "../../../../cli/payouts/bank-keys.ts";
import { requestComponents, sign } from "../../../../functions/bank-connector/message-signatures.ts";
import { endToEndIdOf } from "../../../../functions/domain/payouts.ts";
import type { BankKey } from "../../../../local/bank/signatures.ts";
import { KEY, NEXT_KEY, railWorld, secretOf, transferOf, type RailWorld } from "./world.ts";

const WINDOW_MS = 60_000;
const UNKNOWN: BankKey = { id: "k9", secret: Buffer.alloc(32, 9) };
const PATH = "/rails/eu";

/** A report that the payout is settled. */
const REPORT =
  '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10">' +
  "<FIToFIPmtStsRpt><GrpHdr><MsgId>m</MsgId><CreDtTm>2026-11-23T12:00:00Z</CreDtTm></GrpHdr><TxInfAndSts>" +
  `<OrgnlEndToEndId>${endToEndIdOf(transferOf().payment)}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>` +
  "</FIToFIPmtStsRpt></Document>";

/** The bank calls back, signed by this key, right now. */
async function calledBack({ connector, kernel }: RailWorld, key: BankKey): Promise<string> {
  const signable = { components: requestComponents("POST", PATH), body: REPORT };
  const fields = new Map<string, string>(Object.entries(sign(signable, key, kernel.now())));
  const read = await connector.read({ method: "POST", path: PATH, header: (name) => fields.get(name), body: REPORT });
  return read.ok ? read.value.answer.answer : read.refusal;
}

/** By which key our next message is signed. */
async function signedBy(world: RailWorld): Promise<string | undefined> {
  let by: string | undefined;
  world.wire = async (request, send) => {
    by = /keyid="([^"]+)"/.exec(request.headers.get("signature-input") ?? "")?.[1];
    return send(request);
  };
  await world.finish(world.connector.ask(transferOf().payment));
  return by;
}

const staff = (world: RailWorld, path: string, body: object) =>
  world.bank.fetch(new Request(`http://bank${path}`, { method: "POST", body: JSON.stringify(body) }));

/** We make the next key; the bank is told of it; the bank has it, and it is used. */
const STEPS = {
  "before anything": () => undefined,
  "while the next key is pending": async (world: RailWorld) => {
    world.secret = withPending(world.secret, NEXT_KEY, world.kernel.now());
    await staff(world, "/_bank/keys", { id: NEXT_KEY.id, secret: Buffer.from(NEXT_KEY.secret).toString("base64") });
  },
  "once it is used": async (world: RailWorld) => {
    await STEPS["while the next key is pending"](world);
    world.secret = withCurrent(world.secret, NEXT_KEY.id, world.kernel.now(), WINDOW_MS);
  },
  "once the window is over": async (world: RailWorld) => {
    await STEPS["once it is used"](world);
    await staff(world, `/_bank/keys/${NEXT_KEY.id}/use`, { keepOldForMs: WINDOW_MS });
    await world.kernel.advance(WINDOW_MS);
  },
} as const;

describe("while the key shared with a bank is rotated", () => {
  const settled = "settled";
  const refused = "signature_invalid";
  it.each<[keyof typeof STEPS, readonly [old: string, next: string, unknown: string], signs: string]>([
    ["before anything", [settled, refused, refused], KEY.id],
    ["while the next key is pending", [settled, settled, refused], KEY.id],
    ["once it is used", [settled, settled, refused], NEXT_KEY.id],
    ["once the window is over", [refused, settled, refused], NEXT_KEY.id],
  ])("%s the old, the next and an unknown key count as %j, and ours is %s", async (step, heard, signs) => {
    const world = railWorld();
    await STEPS[step](world);
    const found = [];
    for (const key of [KEY, NEXT_KEY, UNKNOWN]) found.push(await calledBack(world, key));
    expect(found).toEqual(heard);
    expect(await signedBy(world)).toBe(signs);
  });

  it.each<[keyof typeof STEPS, readonly [old: number, next: number]]>([
    ["before anything", [404, 401]],
    ["while the next key is pending", [404, 404]],
    ["once the window is over", [401, 404]],
  ])("%s the bank answers requests by the old and the next key with %j", async (step, statuses) => {
    const world = railWorld();
    await STEPS[step](world);
    const asked = [KEY, NEXT_KEY].map((key) => {
      const path = `/payments/${"0".repeat(32)}`;
      const fields = sign({ components: requestComponents("GET", path), body: "" }, key, world.kernel.now());
      return world.finish(world.bank.fetch(new Request(`http://bank${path}`, { headers: { ...fields } })));
    });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(statuses);
  });

  it("an exchange that is under way ends well, whichever side goes first", async () => {
    const world = railWorld();
    await STEPS["while the next key is pending"](world);
    world.wire = async (request, send) => {
      // Signed by the old key, and answered after both sides have gone over to the next.
      world.secret = withCurrent(world.secret, NEXT_KEY.id, world.kernel.now(), WINDOW_MS);
      await staff(world, `/_bank/keys/${NEXT_KEY.id}/use`, { keepOldForMs: WINDOW_MS });
      return send(request);
    };
    expect(await world.finish(world.connector.send(transferOf(), 1n))).toEqual({ answer: "settled" });
  });

  it("a secret that a bank was not told of is accepted by neither side before it is kept", async () => {
    const world = railWorld();
    world.secret = secretOf(KEY);
    expect(await calledBack(world, UNKNOWN)).toBe(refused);
    expect((await staff(world, `/_bank/keys/${UNKNOWN.id}/use`, {})).status).toBe(404);
  });
});
