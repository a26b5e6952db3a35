import { beforeEach, describe, expect, it } from "vitest";
import { paymentFile } from "../../../../drills/simulation/payment-file.ts";
import type { FilePart } from "../../../../functions/batch-runner/parts-queue.ts";
import { funded } from "../platform/api-client.ts";
import { createUploadWorld, type UploadWorld } from "./world.ts";

let world: UploadWorld;
/** At home in us; files of it are brought to eu, which stands in. */
let debtor: string;

beforeEach(async () => {
  world = await createUploadWorld();
  debtor = await funded(world.platform, "us", 1_000);
  await world.platform.settle();
  await world.platform.takeOver("us", "eu", 2n);
});

const [SMALL, BEYOND_THE_SHARE] = [100, 900];

const fileOf = (...amounts: readonly number[]): string =>
  paymentFile(
    "message-1",
    amounts.map((amount) => ({ payee: world.payees[0] ?? "", amount })),
  );

/** Brings a file, and has it read: the upload and the one part that waits. */
async function handedOn(xml: string): Promise<{ readonly id: string; readonly part: FilePart }> {
  const { body } = await world.ask(undefined, debtor);
  const id = String(body["id"]);
  expect(await world.runner.take(world.put(id, xml))).toBe("handed_on");
  const part = world.queue.shift();
  if (part === undefined) throw new Error("nothing was handed on");
  return { id, part };
}

/** The home takes itself back, and what the stand-in did has arrived there. */
async function comeHome(): Promise<void> {
  await world.platform.closeFences("us", "eu", 2n);
  await world.platform.settle();
  await world.platform.renewLeases({}, 3n);
  await world.platform.kernel.advance(3_000);
}

const told = async (id: string) =>
  (await world.lines(id, debtor)).map(({ status, code = "" }) => `${String(status)} ${String(code)}`.trimEnd());

describe("a file that was brought to a stand-in", () => {
  it("is paid there within the stand-in's share, and what is beyond it waits", async () => {
    const { id, part } = await handedOn(fileOf(SMALL, BEYOND_THE_SHARE));
    expect(await world.runner.pay(part)).toBe(1);
    expect(await told(id)).toEqual(["completed", "retry limited"]);
  });

  it("ends when the home serves itself again: what is left was not paid, and is to be sent there", async () => {
    const { id, part } = await handedOn(fileOf(SMALL, BEYOND_THE_SHARE));
    await world.runner.pay(part);
    await comeHome();
    expect(await world.runner.pay(part)).toBe(0);
    expect(await told(id)).toEqual(["completed", "rejected misdirected"]);
    expect((await world.read(id, "", debtor)).body).toMatchObject({ state: "completed" });
  });

  it("is not told as refused where the stand-in has paid a line and nothing was noted of it", async () => {
    const { id, part } = await handedOn(fileOf(SMALL, BEYOND_THE_SHARE));
    world.faults.notesFail = true;
    await expect(world.runner.pay(part)).rejects.toThrow("died");
    world.faults.notesFail = false;
    await comeHome();
    expect(await world.runner.pay(part)).toBe(0);
    expect(await told(id)).toEqual(["completed", "rejected misdirected"]);
  });

  it("is refused where nobody has read it before the home took itself back", async () => {
    const { body } = await world.ask(undefined, debtor);
    const id = String(body["id"]);
    const file = world.put(id, fileOf(SMALL));
    await comeHome();
    expect(await world.runner.take(file)).toBe("refused");
    expect((await world.read(id, "", debtor)).body).toMatchObject({
      state: "refused",
      refusal: { code: "misdirected", detail: expect.stringContaining("us") as string },
    });
  });

  it("waits while the stand-in's copy of the authority is older than the upload", async () => {
    const { id, part } = await handedOn(fileOf(SMALL));
    await world.platform.renewLeases({}, 1n, 3n);
    await world.platform.kernel.advance(3_000);
    expect(await world.runner.pay(part)).toBe(1);
    expect(await told(id)).toEqual(["retry misdirected"]);
  });
});

describe("a turn that is slow", () => {
  it("does not take back what another one has paid meanwhile", async () => {
    const { id, part } = await handedOn(fileOf(SMALL, SMALL));
    await world.platform.renewLeases({}, 1n, 3n);
    await world.platform.kernel.advance(3_000);
    const does = async (): Promise<void> => {
      await world.platform.renewLeases({ us: "eu" }, 2n, 4n);
      await world.platform.kernel.advance(3_000);
      expect(await world.runner.pay(part)).toBe(0);
    };
    world.faults.meanwhile = { before: "keep", does };
    expect(await world.runner.pay(part)).toBe(0);
    expect(await told(id)).toEqual(["completed", "completed"]);
    expect((await world.read(id, "", debtor)).body).toMatchObject({ state: "completed", counts: { completed: 2 } });
  });

  it("does not begin anew with a file that another one has handed on meanwhile", async () => {
    const { body } = await world.ask(undefined, debtor);
    const id = String(body["id"]);
    const file = world.put(id, fileOf(SMALL));
    const does = async (): Promise<void> => {
      expect(await world.runner.take(file)).toBe("handed_on");
      await world.work();
    };
    world.faults.meanwhile = { before: "note", does };
    expect(await world.runner.take(file)).toBe("seen_before");
    expect((await world.read(id, "", debtor)).body).toMatchObject({ state: "completed", counts: { completed: 1 } });
  });
});
