import { describe, expect, it } from "vitest";
import {
  beginPayout,
  stepPayout,
  type PayoutCommand,
  type PayoutEvent,
} from "../../../../functions/domain/payout-saga.ts";
import type { PayoutEnd } from "../../../../functions/domain/payouts.ts";
import { seededRandom } from "../../../../local/drivers/virtual-clock.ts";
import { railWorld, transferOf, type RailWorld } from "./world.ts";

/** What became of a payout. */
interface Outcome {
  readonly step: string;
  readonly recorded: readonly PayoutEnd[];
  readonly commands: readonly string[];
  readonly alarms: readonly string[];
}

/** Runs the saga of one payout against the bank, a command at a time as a state machine does; its ledger works. */
async function payOut(world: RailWorld, number: number): Promise<Outcome> {
  const transfer = transferOf(number);
  const recorded: PayoutEnd[] = [];
  const commands: string[] = [];
  const alarms: string[] = [];
  let { saga, commands: todo } = beginPayout(1n);
  let heard = 0;
  for (let round = 0; round < 200 && todo.length > 0; round += 1) {
    const events: PayoutEvent[] = [];
    for (const command of todo) {
      commands.push(command.do);
      if (command.do === "alarm") alarms.push(command.why);
      if (command.do === "record") recorded.push(command.end);
      const event = await follow(command, transfer);
      if (event !== undefined) events.push(event);
    }
    for (; heard < world.pushed.length; heard += 1) {
      const { request, body } = world.pushed[heard] ?? { request: new Request("http://x"), body: "" };
      const path = new URL(request.url).pathname;
      const header = (name: string) => request.headers.get(name);
      const read = await world.connector.read({ method: request.method, path, header, body });
      if (read.ok && read.value.payment === transfer.payment) {
        events.push({ event: "called_back", answer: read.value.answer });
      }
    }
    todo = events.flatMap((event) => {
      const step = stepPayout(saga, event);
      ({ saga } = step);
      return step.commands;
    });
  }
  return { step: saga.step, recorded, commands, alarms };

  async function follow(command: PayoutCommand, { payment }: typeof transfer): Promise<PayoutEvent | undefined> {
    switch (command.do) {
      case "screen":
        return { event: "screened", verdict: "clear" };
      case "send":
        return { event: "sent", answer: await world.finish(world.connector.send(transfer, command.epoch)) };
      case "ask":
        return { event: "asked", answer: await world.finish(world.connector.ask(payment)) };
      case "wait":
        await world.kernel.advance(command.ms);
        return { event: "woke" };
      case "record":
        return { event: "recorded" };
      case "dispute":
      case "alarm":
        return undefined;
    }
  }
}

const MISHAPS = ["silent", "lost", "invalidXml", "badSignature", "unknownStatus", "otherPayment", "duplicate", "late"];

describe("payouts over a bank that does everything wrong now and then", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "seed %d: end as the bank has it, or wait for somebody",
    async (seed) => {
      const world = railWorld(seed);
      const random = seededRandom(seed + 1_000);
      const one = <Of>(...of: readonly Of[]) => of[Math.floor(random() * of.length)];
      const mishaps = Object.fromEntries(MISHAPS.map((name) => [name, random() < 0.4 ? random() * 0.6 : 0]));
      const first = one("accepted", "pending", "settled", "rejected");
      const end = one("settled", "rejected", "never");
      const callBackUrl = one(null, "http://127.0.0.1:1/v1/bank");
      expect(await world.behave({ seed, first, end, endAfterMs: random() * 100_000, callBackUrl, mishaps })).toBe(200);
      const { step, recorded, commands, alarms } = await payOut(world, seed + 1);
      const [kept] = await world.payments();
      if (step === "parked") {
        expect(recorded).toEqual([]);
        expect(alarms).toHaveLength(1);
      } else {
        expect(step).toBe("ended");
        expect(recorded.map((found) => found.end)).toEqual([kept?.verdict]);
      }
      // Between two sends the bank was always asked.
      const spoken = commands.filter((command) => command === "send" || command === "ask").join(" ");
      expect(spoken).not.toContain("send send");
    },
  );

  it("parks what the bank never decides, and settles what it decides at once with a single message", async () => {
    const world = railWorld();
    await world.behave({ first: "pending", end: "never" });
    expect(await payOut(world, 1)).toMatchObject({ step: "parked", alarms: ["outcome_unknown"] });
    await world.behave({ first: "settled" });
    expect(await payOut(world, 2)).toMatchObject({ step: "ended", commands: ["screen", "send", "record"] });
  });
});
