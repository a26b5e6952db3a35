import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let debtor: string;
let payees: readonly string[];

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  debtor = await funded(platform, "eu", 10_000_000);
  payees = [await shop.open("eu"), await shop.open("us")];
});

const SAMPLE = readFileSync("examples/marketplace-payouts-25.xml", "utf8");

/** The sample with its creditors' IBANs replaced by our accounts, home and away in turn. */
function payable(xml = SAMPLE): string {
  let count = 0;
  return xml.replace(/<CdtrAcct><Id><IBAN>[^<]+<\/IBAN><\/Id><\/CdtrAcct>/g, () => {
    count += 1;
    return `<CdtrAcct><Id><Othr><Id>${payees[count % 2]}</Id></Othr></Id></CdtrAcct>`;
  });
}

const send = (body: string, headers: Readonly<Record<string, string>> = { "content-type": "application/xml" }) =>
  shop.send("POST", `/v1/accounts/${debtor}/payment_batches`, { body, headers });

describe("a payment file", () => {
  it("is paid line by line, with a status for each", async () => {
    const answer = await send(payable());
    expect(answer.status).toBe(200);
    const { counts, lines, message_id: messageId } = answer.body;
    expect(messageId).toBe("20261122042832-db69a18ede20");
    expect(counts).toEqual({ total: 25, completed: 12, processing: 13, declined: 0, rejected: 0, retry: 0 });
    expect(lines).toHaveLength(25);
    expect(await shop.figures(debtor)).toEqual([10_000_000 - 102_548, 10_000_000 - 102_548, 0]);
    await platform.settle();
    const [home, away] = await Promise.all(payees.map((payee) => shop.figures(payee)));
    expect(Number(home?.[0]) + Number(away?.[0])).toBe(102_548);
  });

  it("sent again pays nothing again and answers the same lines", async () => {
    const first = await send(payable());
    const again = await send(payable());
    expect(again.body["lines"]).toEqual(first.body["lines"]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await shop.figures(debtor)).toEqual([10_000_000 - 102_548, 10_000_000 - 102_548, 0]);
  });

  it("with the message id of another file is refused before any line", async () => {
    await send(payable());
    const answer = await send(payable().replace(payees[0] ?? "", await shop.open("eu")));
    expect(answer).toMatchObject({ status: 409, body: { code: "batch_reused" } });
  });

  it("pays what it can: other lines are declined or rejected, each with its code", async () => {
    const poor = await funded(platform, "eu", 20_000);
    const body = payable().replace(/<Othr><Id>[^<]+<\/Id><\/Othr>/, "<IBAN>NL69ABNA0078777869</IBAN>");
    const path = `/v1/accounts/${poor}/payment_batches`;
    const answer = await shop.send("POST", path, { body, headers: { "content-type": "application/xml" } });
    expect(answer.body["counts"]).toMatchObject({ total: 25, rejected: 1, retry: 0 });
    const codes = new Set((answer.body["lines"] as readonly { code?: string }[]).map(({ code }) => code));
    expect(codes).toEqual(new Set([undefined, "iban_checksum_wrong", "insufficient_funds"]));
    const [posted] = await shop.figures(poor);
    expect(Number(posted)).toBeGreaterThanOrEqual(0);
  });
});

it("a rails account, by which payouts leave, pays none out itself by a file either", async () => {
  const rails = await shop.open("eu", { kind: "rails" });
  const headers = { "content-type": "application/xml" };
  const answer = await shop.send("POST", `/v1/accounts/${rails}/payment_batches`, { body: SAMPLE, headers });
  expect(answer.body).toMatchObject({ counts: { total: 25, rejected: 25, retry: 0 } });
  const [line] = answer.body["lines"] as readonly unknown[];
  expect(line).toMatchObject({ status: "rejected", code: "payee_not_found" });
});

it("a file in several currencies cannot pay from a settlement account without the operator's scope", async () => {
  const settlement = await shop.open("eu", { kind: "settlement", currency: "CHF" });
  const body = payable().replace(/(Ccy=")EUR(">[^<]+<\/InstdAmt>(?![\s\S]*Ccy="EUR"))/, "$1CHF$2");
  const token = platform.token("eu", { scope: "payments/write" });
  const headers = { "content-type": "application/xml" };
  const answer = await shop.send("POST", `/v1/accounts/${settlement}/payment_batches`, { body, headers, token });
  expect(body).toContain('Ccy="CHF"');
  expect(answer).toMatchObject({ status: 403, body: { detail: "The token lacks the scope ops/write." } });
});

it("a debtor account of another tenant is as if missing, and nothing is written", async () => {
  const token = platform.token("eu", { client_id: "other-client" });
  const headers = { "content-type": "application/xml" };
  const path = `/v1/accounts/${debtor}/payment_batches`;
  expect(await shop.send("POST", path, { body: payable(), headers, token })).toMatchObject({ status: 404 });
  expect(await shop.figures(debtor)).toEqual([10_000_000, 10_000_000, 0]);
});

describe("a file that is wrong is refused whole", () => {
  const rows: readonly (readonly [string, (xml: string) => string, number, string])[] = [
    ["malformed XML", (xml) => xml.slice(0, -20), 400, "malformed_xml"],
    ["another schema version", () => readFileSync("examples/legacy-batch-40.xml", "utf8"), 422, "unsupported_schema"],
    ["a count that does not match", (xml) => xml.replace("<NbOfTxs>25<", "<NbOfTxs>24<"), 422, "count_mismatch"],
    ["a sum that does not match", (xml) => xml.replace("1025.48", "1025.49"), 422, "control_sum_mismatch"],
    ["an unknown currency", (xml) => xml.replace('Ccy="EUR"', 'Ccy="EUX"'), 422, "currency_unknown"],
    ["too many decimals", (xml) => xml.replace(">184.63<", ">184.631<"), 422, "amount_too_many_decimals"],
    ["a zero amount", (xml) => xml.replace(">184.63<", ">0.00<"), 422, "amount_not_positive"],
    ["a negative amount", (xml) => xml.replace(">184.63<", ">-184.63<"), 422, "amount_not_positive"],
    ["an amount beyond 2^53-1", (xml) => xml.replace(">184.63<", ">90071992547409.92<"), 422, "amount_too_large"],
    ["a document type", (xml) => xml.replace("<Document", "<!DOCTYPE x><Document"), 422, "document_type_refused"],
  ];
  it.each(rows)("%s", async (_, change, status, code) => {
    const answer = await send(change(payable()));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await shop.figures(debtor)).toEqual([10_000_000, 10_000_000, 0]);
  });

  it("another schema version is named", async () => {
    const answer = await send(readFileSync("examples/legacy-batch-40.xml", "utf8"));
    expect(answer.body["detail"]).toContain("pain.001.001.03");
  });

  it("JSON instead of XML, and a body over the limit", async () => {
    expect(await send("{}", { "content-type": "application/json" })).toMatchObject({ status: 415 });
    expect(await send(`<a>${"x".repeat(5 * 1024 * 1024)}</a>`)).toMatchObject({ status: 413 });
  });
});

describe("a payment file of an evacuated account", () => {
  const sendTo = (cell: string, body: string) =>
    shop.send("POST", `/v1/accounts/${debtor}/payment_batches`, {
      cell,
      body,
      headers: { "content-type": "application/xml" },
    });

  beforeEach(() => platform.kernel.advance(2_001));

  it("is paid line by line by the stand-in, and nothing again once the home is back", async () => {
    await platform.takeOver("eu", "us", 2n);
    const first = await sendTo("us", payable());
    expect(first).toMatchObject({ status: 200, body: { counts: { completed: 13, processing: 12, retry: 0 } } });
    await platform.settle();
    await platform.renewLeases({}, 3n);
    await platform.kernel.advance(2_001);
    const again = await sendTo("eu", payable());
    expect(again.body["lines"]).toEqual(first.body["lines"]);
    expect(await shop.figures(debtor)).toEqual([10_000_000 - 102_548, 10_000_000 - 102_548, 0]);
  });

  it("that the home has begun is known to the stand-in, as is its message id with other content", async () => {
    const first = await sendTo("eu", payable());
    await platform.kernel.advance(1_000);
    await platform.takeOver("eu", "us", 2n);
    const again = await sendTo("us", payable());
    expect(again.body["lines"]).toEqual(first.body["lines"]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = payable().replace(payees[0] ?? "", await shop.open("us"));
    expect(await sendTo("us", other)).toMatchObject({ status: 409, body: { code: "batch_reused" } });
  });
});
