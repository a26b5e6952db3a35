import { beforeEach, describe, expect, it } from "vitest";
import { paymentFile } from "../../../../drills/simulation/payment-file.ts";
import { UPLOAD_BYTES_MAX, UPLOAD_TAGS_MAX } from "../../../../functions/domain/payment-uploads.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createControlWriter } from "../../../../functions/stores/control.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";
import { createUploadWorld, type UploadWorld } from "./world.ts";

let world: UploadWorld;
beforeEach(async () => {
  world = await createUploadWorld();
});

const FUNDS = 10_000_000;

/** A file of so many lines of a cent, home and away in turn. */
function fileOf(lines: number, id = "message-1"): string {
  const [home = "", away = ""] = world.payees;
  const payments = Array.from({ length: lines }, (_, index) => ({ payee: index % 2 === 0 ? home : away, amount: 1 }));
  return paymentFile(id, payments);
}

const posted = async () => Number((await world.shop.figures(world.debtor))[0]);

describe("asking for an upload", () => {
  it("answers a URL that is good for a quarter of an hour, and what has to go with it", async () => {
    const answer = await world.ask();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        object: "payment_upload",
        debtor: world.debtor,
        state: "awaiting_upload",
        upload_method: "PUT",
        upload_headers: { "if-none-match": "*" },
        bytes_max: UPLOAD_BYTES_MAX,
      },
    });
    const { id, expires_at: expiresAt } = answer.body;
    expect(id).toMatch(/^upl_eu_[0-9a-f]{32}$/);
    expect(Date.parse(String(expiresAt)) - world.platform.kernel.now()).toBe(900_000);
  });

  it("by the same key answers the same upload", async () => {
    const first = await world.ask("one");
    const again = await world.ask("one");
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  it("needs a key, the scope, and an account of the tenant's own", async () => {
    const path = `/v1/accounts/${world.debtor}/payment_uploads`;
    const { shop, platform } = world;
    expect(await shop.send("POST", path, { key: undefined })).toMatchObject({
      body: { code: "idempotency_key_missing" },
    });
    const reader = platform.token("eu", { scope: "payments/read" });
    expect(await shop.send("POST", path, { token: reader })).toMatchObject({ body: { code: "scope_missing" } });
    const other = platform.token("eu", { client_id: "other-client" });
    expect(await shop.send("POST", path, { token: other })).toMatchObject({ status: 404 });
  });

  it("of a cell that has given another the account's home is sent there", async () => {
    const path = `/v1/accounts/${world.debtor}/payment_uploads`;
    const answer = await world.shop.send("POST", path, { cell: "us" });
    expect(answer).toMatchObject({ status: 421, body: { code: "misdirected" } });
  });

  it("is what a file that is too large for a body is told to do", async () => {
    const path = `/v1/accounts/${world.debtor}/payment_batches`;
    const headers = { "content-type": "application/xml" };
    const body = " ".repeat(5 * 1024 * 1024 + 1);
    const answer = await world.shop.send("POST", path, { body, headers });
    const instead = `/v1/accounts/${world.debtor}/payment_uploads`;
    expect(answer).toMatchObject({ status: 413, body: { code: "body_too_large", instead } });
    expect(answer.body["detail"]).toContain(`POST ${instead}`);
  });
});

describe("a file that is brought", () => {
  it("is paid part by part, and tells how far it is", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    expect(await world.runner.take(world.put(id, fileOf(250)))).toBe("handed_on");
    expect(world.queue.map(({ lines }) => lines.length)).toEqual([100, 100, 50]);
    await world.work(1);
    expect((await world.read(id)).body).toMatchObject({
      state: "running",
      message_id: "message-1",
      counts: { total: 250, completed: 50, processing: 50, declined: 0, rejected: 0, retry: 0, waiting: 150 },
    });
    await world.work();
    expect((await world.read(id)).body).toMatchObject({
      state: "completed",
      counts: { total: 250, completed: 125, processing: 125, waiting: 0 },
    });
    expect(await posted()).toBe(FUNDS - 250);
    const lines = await world.lines(id);
    expect(lines.map(({ index }) => index)).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });

  it("has wrong lines beside right ones, each with its code", async () => {
    const toNobody = "<Cdtr><Nm>A. Person</Nm></Cdtr><CdtrAcct><Id><IBAN>NL69ABNA0078777869</IBAN></Id></CdtrAcct>";
    const file = fileOf(120).replace(/<CdtrAcct>.*?<\/CdtrAcct>/, toNobody);
    const id = await world.bring(file.replaceAll(`<Id>${world.payees[1]}</Id>`, "<Id>acc_zz_nobody</Id>"));
    expect((await world.read(id)).body).toMatchObject({
      state: "completed",
      counts: { total: 120, completed: 59, rejected: 61, waiting: 0 },
    });
    const codes = new Set((await world.lines(id)).map(({ code }) => code));
    expect(codes).toEqual(new Set([undefined, "iban_checksum_wrong", "creditor_not_an_account"]));
    expect(await posted()).toBe(FUNDS - 59);
  });

  it("again pays nothing again, whichever way it comes", async () => {
    const file = fileOf(130);
    const first = await world.lines(await world.bring(file));
    const second = await world.lines(await world.bring(file));
    expect(second).toEqual(first);
    const headers = { "content-type": "application/xml" };
    const path = `/v1/accounts/${world.debtor}/payment_batches`;
    const asBody = await world.shop.send("POST", path, { body: file, headers });
    expect(asBody.headers.get("idempotent-replayed")).toBe("true");
    expect(asBody.body["lines"]).toEqual(first);
    expect(await posted()).toBe(FUNDS - 130);
  });

  it("with the message id of another file is refused before any line", async () => {
    await world.bring(fileOf(3));
    const id = await world.bring(fileOf(4));
    expect((await world.read(id)).body).toMatchObject({ state: "refused", refusal: { code: "batch_reused" } });
    expect(await posted()).toBe(FUNDS - 3);
  });

  it("told of twice is taken once", async () => {
    const { body } = await world.ask();
    const file = world.put(String(body["id"]), fileOf(2));
    await world.runner.take(file);
    await world.work();
    expect(await world.runner.take(file)).toBe("seen_before");
    expect(world.queue).toEqual([]);
  });

  it("by a URL that another one has come by is left alone, whichever of the two is through first", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    const [first, second] = [world.put(id, fileOf(3)), world.put(id, fileOf(5, "message-2"))];
    // Just before the first one is noted as running, the second one is taken whole.
    const before = "note" as const;
    const outcomes: unknown[] = [];
    const interrupt = async () => void outcomes.push(await world.runner.take(second));
    world.faults.meanwhile = { before, does: async () => (world.faults.meanwhile = { before, does: interrupt }) };
    outcomes.push(await world.runner.take(first));
    expect(outcomes).toEqual(["not_the_first", "handed_on"]);
    await world.work();
    expect((await world.read(id)).body).toMatchObject({
      state: "completed",
      message_id: "message-1",
      counts: { total: 3, waiting: 0 },
    });
    expect((await world.lines(id)).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(await posted()).toBe(FUNDS - 3);
    expect(await world.runner.take(second)).toBe("not_the_first");
  });

  it("goes on in another process although another one came by its URL meanwhile", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    const [first, second] = [world.put(id, fileOf(3)), world.put(id, fileOf(5, "message-2"))];
    world.faults.sendingFailsAfter = 0;
    await expect(world.runner.take(first)).rejects.toThrow("died");
    world.faults.sendingFailsAfter = undefined;
    expect(await world.runner.take(second)).toBe("not_the_first");
    expect(await world.runner.take(first)).toBe("handed_on");
    await world.work();
    expect((await world.read(id)).body).toMatchObject({ state: "completed", message_id: "message-1" });
    expect(await posted()).toBe(FUNDS - 3);
  });

  it("that no upload awaits is nobody's: its message is kept for somebody to look at", async () => {
    await expect(world.runner.take({ object: "files/else.xml", version: "1", bytes: 1 })).rejects.toThrow("No upload");
  });
});

describe("a file that is wrong is refused whole, with the reasons of one sent as a body", () => {
  const rows: readonly (readonly [string, () => string, string])[] = [
    ["no XML", () => "What a day.", "malformed_xml"],
    ["XML that breaks off", () => fileOf(2).slice(0, -9), "malformed_xml"],
    ["another schema version", () => fileOf(2).replace("001.09", "001.03"), "unsupported_schema"],
    ["a count that does not match", () => fileOf(2).replace("<NbOfTxs>2<", "<NbOfTxs>3<"), "count_mismatch"],
    ["more tags than its bytes let one think", () => "<a/>".repeat(UPLOAD_TAGS_MAX + 1), "body_too_large"],
  ];
  it.each(rows)("%s", async (_, xml, code) => {
    const id = await world.bring(xml());
    expect((await world.read(id)).body).toMatchObject({ state: "refused", refusal: { code } });
    expect(await posted()).toBe(FUNDS);
  });

  it("too many bytes, which are not even read", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    expect(await world.runner.take({ object: `files/${id}.xml`, version: "1", bytes: UPLOAD_BYTES_MAX + 1 })).toBe(
      "refused",
    );
    expect((await world.read(id)).body).toMatchObject({ refusal: { code: "body_too_large" } });
  });

  it("money of the platform's own without an operator's token", async () => {
    const { shop, platform } = world;
    const own = await shop.open("eu", { kind: "settlement", currency: "CHF" });
    const token = platform.token("eu", { scope: "payments/write payments/read" });
    const path = `/v1/accounts/${own}/payment_uploads`;
    const { body } = await shop.send("POST", path, { token });
    await world.runner.take(world.put(String(body["id"]), fileOf(2).replaceAll('"EUR"', '"CHF"')));
    const { body: after } = await shop.get(`${path}/${String(body["id"])}`);
    expect(after).toMatchObject({ state: "refused", refusal: { code: "scope_missing" } });
  });
});

describe("a process that dies", () => {
  it("while it hands parts on does so again, and pays each line once", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    const file = world.put(id, fileOf(250));
    world.faults.sendingFailsAfter = 2;
    await expect(world.runner.take(file)).rejects.toThrow("died");
    world.faults.sendingFailsAfter = undefined;
    await world.work();
    expect((await world.read(id)).body).toMatchObject({ state: "checking" });
    await world.runner.take(file);
    expect(world.queue).toHaveLength(3);
    await world.work();
    expect((await world.read(id)).body).toMatchObject({ state: "completed" });
    expect(await posted()).toBe(FUNDS - 250);
  });

  it("goes on in a process that has never read a lease: that calls no payee unknown, and pays later", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    await world.runner.take(world.put(id, fileOf(2)));
    const [part] = world.queue;
    world.faults.controlDown = true;
    world.restart();
    await expect(world.work()).rejects.toThrow("It is not known yet which cells there are.");
    expect(await world.lines(id)).toEqual([]);
    world.faults.controlDown = false;
    if (part !== undefined) world.queue.push(part);
    await world.work();
    expect((await world.lines(id)).map(({ status }) => status)).toEqual(["completed", "processing"]);
  });

  it("calls no payee of a cell unknown that may have been added since it read its lease", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    const { name, region } = world.platform.cell("eu");
    const keeper = createControlWriter(
      dynamoDbSeam(world.platform.dynamoDb.service, region),
      "prod-eu-control",
      systemClock(),
    );
    const homes = { eu: { owner: name, epoch: 1n, mode: "normal" } } as const;
    const sent = world.platform.kernel.now();
    await keeper.writeLease({ revision: 2n, sent, homes, directoryRevision: 1n }, "keeper");
    await world.runner.take(world.put(id, fileOf(2)));
    const [part] = world.queue;
    world.faults.controlDown = true;
    await expect(world.work()).rejects.toThrow("It is not known yet which cells there are.");
    expect(await world.lines(id)).toEqual([]);
    world.faults.controlDown = false;
    await world.platform.renewLeases({}, 1n, 3n);
    if (part !== undefined) world.queue.push(part);
    await world.work();
    expect((await world.lines(id)).map(({ status }) => status)).toEqual(["completed", "processing"]);
  });

  it("after it has paid a part pays it again, and nothing twice", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    await world.runner.take(world.put(id, fileOf(40)));
    const [part] = world.queue;
    world.faults.notesFail = true;
    await expect(world.work()).rejects.toThrow("died");
    expect(await posted()).toBe(FUNDS - 40);
    world.faults.notesFail = false;
    if (part !== undefined) world.queue.push(part);
    await world.work();
    expect((await world.read(id)).body).toMatchObject({ state: "completed", counts: { completed: 20 } });
    expect(await posted()).toBe(FUNDS - 40);
  });
});

describe("what is not decided", () => {
  it("is tried again, and only that", async () => {
    const { body } = await world.ask();
    const id = String(body["id"]);
    await world.runner.take(world.put(id, fileOf(6)));
    const [part] = world.queue;
    if (part === undefined) throw new Error("nothing was handed on");
    await world.platform.renewLeases({ eu: "us" }, 2n, 2n);
    await world.platform.kernel.advance(3_000);
    expect(await world.runner.pay(part)).toBe(6);
    await world.platform.renewLeases({}, 3n, 3n);
    await world.platform.kernel.advance(3_000);
    expect((await world.read(id)).body).toMatchObject({ state: "running", counts: { retry: 6, waiting: 0 } });
    expect((await world.lines(id))[0]).toMatchObject({ status: "retry", code: "misdirected" });
    expect(await world.runner.pay(part)).toBe(0);
    expect((await world.read(id)).body).toMatchObject({ state: "completed", counts: { retry: 0, completed: 3 } });
  });
});

describe("an upload", () => {
  it("is another tenant's secret", async () => {
    const id = await world.bring(fileOf(2));
    const token = world.platform.token("eu", { client_id: "other-client" });
    const path = `/v1/accounts/${world.debtor}/payment_uploads/${id}`;
    expect(await world.shop.get(path, { token })).toMatchObject({ status: 404 });
    expect(await world.shop.get(`${path}/lines`, { token })).toMatchObject({ status: 404 });
  });

  it("stays in its cell: another one names it", async () => {
    const id = await world.bring(fileOf(2));
    const answer = await world.shop.get(`/v1/accounts/${world.debtor}/payment_uploads/${id}`, { cell: "us" });
    expect(answer).toMatchObject({ status: 421, body: { code: "misdirected" } });
    expect(answer.headers.get("home-cell")).toBe("eu");
  });

  it("refuses a cursor that was given for another one", async () => {
    const [one, two] = [await world.bring(fileOf(150)), await world.bring(fileOf(150, "message-2"))];
    const { body } = await world.read(one, "/lines");
    const answer = await world.read(two, `/lines?cursor=${String(body["next_cursor"])}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });
});
