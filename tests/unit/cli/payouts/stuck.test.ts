import { ExecutionAlreadyExists, ExecutionDoesNotExist, type SFNClient } from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, it } from "vitest";
import { createPayoutMachine } from "../../../../cli/payouts/machines.ts";
import { abandonPayout, resumePayout, stuckPayouts, type PayoutParts } from "../../../../cli/payouts/stuck.ts";
import { parseBankReason } from "../../../../functions/domain/bank-answers.ts";
import { parsePaymentId, type PaymentId } from "../../../../functions/domain/ids.ts";
import { disputeKeyOf, endToEndIdOf } from "../../../../functions/domain/payouts.ts";
import { createExecutions } from "../../../../functions/stores/executions.ts";
import { createLedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { AwsError } from "../../../../local/core/errors.ts";
import { EU, valueOf } from "../../functions/domain/world.ts";
import { payoutWorld, type PayoutWorld } from "../../functions/payouts/world.ts";
import { dynamoDbSeam } from "../../functions/platform/sdk-seam.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";

const SLICE_MS = 10_000;
const ANSWERS_FOR_IT = { by: "operator test", why: "the bank's desk says so" };

let world: PayoutWorld;
let parts: PayoutParts;

/** Lets minutes pass; whatever each slice of them leads to happens in it. */
async function minutes(count: number): Promise<void> {
  for (let past = 0; past < count * 60_000; past += SLICE_MS) await world.pass(SLICE_MS);
}

/** A payout that the bank loses until its saga is parked. */
async function parked(): Promise<PaymentId> {
  await world.behave({ mishaps: { lost: 1 } });
  const id = valueOf(parsePaymentId(await world.ask()));
  await world.relay();
  await minutes(10);
  const { executionArn } = await world.execution(id);
  parts = partsFor(String(executionArn).replace(":execution:", ":stateMachine:").replace(`:${id}`, ""));
  return id;
}

function partsFor(machineArn: string): PayoutParts {
  const states = stateSeam();
  return {
    ledger: createLedgerRows(
      dynamoDbSeam(world.platform.dynamoDb.service, "eu-west-1"),
      "prod-ledger",
      systemClock(),
      () => 0,
    ),
    machine: createPayoutMachine(states, machineArn),
    executions: createExecutions(states, machineArn, systemClock()),
  };
}

/** Step Functions' commands straight to the model, with times and errors as the SDK has them. */
function stateSeam(): Pick<SFNClient, "send"> {
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    const action = command.constructor.name.replace(/Command$/, "");
    const reply = await world.states.api(action, command.input).catch((fault: unknown) => {
      if (!(fault instanceof AwsError)) throw fault;
      const told = { message: fault.message, $metadata: {} };
      if (fault.code === "ExecutionDoesNotExist") throw new ExecutionDoesNotExist(told);
      if (fault.code === "ExecutionAlreadyExists") throw new ExecutionAlreadyExists(told);
      throw fault;
    });
    const { stopDate } = reply;
    return typeof stopDate === "number" ? { ...reply, stopDate: new Date(stopDate * 1_000) } : reply;
  };
  return { send };
}

beforeEach(async () => {
  world = await payoutWorld();
});

describe("a parked payout", () => {
  it("is listed with why, and its amount is held", async () => {
    const id = await parked();
    expect(await world.figures()).toEqual([10_000, 6_000, 4_000]);
    expect(await stuckPayouts(parts)).toMatchObject([
      { payment: { id, amount: 4_000n }, why: "bank_loses_it", saga: { step: "parked", sends: 3 } },
    ]);
  });

  it("is resumed by asking the bank, and settled once the bank has it; twice is harmless", async () => {
    const id = await parked();
    await world.behave({ mishaps: { lost: 0 } });
    const outcomes = await Promise.all([
      resumePayout(id, { by: "operator a" }, parts),
      resumePayout(id, { by: "operator b" }, parts),
    ]);
    expect(outcomes).toMatchObject([
      { outcome: "begun", execution: `${id}-r1` },
      { outcome: "begun", execution: `${id}-r1` },
    ]);
    expect(await resumePayout(id, { by: "operator c" }, parts)).toEqual({ outcome: "under_way" });
    await minutes(1);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
    expect(await stuckPayouts(parts)).toEqual([]);
    expect(await resumePayout(id, { by: "operator d" }, parts)).toEqual({ outcome: "ended", state: "settled" });
  });

  it("is parked again where nothing has changed, and resumed under the next name", async () => {
    const id = await parked();
    await resumePayout(id, { by: "operator a" }, parts);
    await minutes(10);
    expect(await stuckPayouts(parts)).toMatchObject([{ why: "bank_loses_it", execution: { name: { round: 1 } } }]);
    expect(await resumePayout(id, { by: "operator a" }, parts)).toMatchObject({ execution: `${id}-r2` });
  });

  it("is given back where somebody answers for it, with who and why; twice is harmless", async () => {
    const id = await parked();
    expect(await abandonPayout(id, ANSWERS_FOR_IT, parts)).toMatchObject({ outcome: "begun" });
    await minutes(1);
    expect(await world.read(id)).toMatchObject({ state: "rejected" });
    expect(await world.figures()).toEqual([10_000, 10_000, 0]);
    expect(JSON.parse(String((await world.execution(`${id}-r1`))["input"]))).toMatchObject(ANSWERS_FOR_IT);
    expect(await abandonPayout(id, ANSWERS_FOR_IT, parts)).toEqual({ outcome: "ended", state: "rejected" });
    expect(await world.figures()).toEqual([10_000, 10_000, 0]);
  });

  it("is not given back where its end is known", async () => {
    const id = await parked();
    await resumePayout(id, { by: "operator a" }, parts);
    await world.behave({ mishaps: { lost: 0 } });
    world.broken.ledger = () => {
      throw new Error("the books are shut");
    };
    await minutes(10);
    expect(await stuckPayouts(parts)).toMatchObject([
      { why: "settlement_unrecorded", saga: { end: { end: "settled" } } },
    ]);
    await expect(abandonPayout(id, ANSWERS_FOR_IT, parts)).rejects.toThrow("is known (settled): resume it");
    delete world.broken.ledger;
    await resumePayout(id, { by: "operator a" }, parts);
    await minutes(1);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
  });

  it("whose machine broke off is not given back before the bank was asked", async () => {
    await world.behave({ first: "accepted", end: "never" });
    const id = valueOf(parsePaymentId(await world.ask()));
    await world.relay();
    await world.pass(1_000);
    const { executionArn } = await world.execution(id);
    parts = partsFor(String(executionArn).replace(":execution:", ":stateMachine:").replace(`:${id}`, ""));
    expect(await resumePayout(id, { by: "operator a" }, parts)).toEqual({ outcome: "under_way" });
    await world.states.api("StopExecution", { executionArn });
    expect(await stuckPayouts(parts)).toMatchObject([{ why: "machine_stopped", saga: { step: "waiting" } }]);
    await expect(abandonPayout(id, ANSWERS_FOR_IT, parts)).rejects.toThrow("broke off: resume it");
    expect(await resumePayout(id, { by: "operator a" }, parts)).toMatchObject({ outcome: "begun" });
  });

  it("that ended the other way meanwhile is listed until the ledger has the dispute", async () => {
    await world.behave({ first: "accepted", end: "never" });
    const id = valueOf(parsePaymentId(await world.ask()));
    await world.relay();
    await world.pass(1_000);
    const { executionArn } = await world.execution(id);
    parts = partsFor(String(executionArn).replace(":execution:", ":stateMachine:").replace(`:${id}`, ""));
    world.broken.ledger = () => {
      throw new Error("the books are shut");
    };
    await world.pushReport(endToEndIdOf(id), "rejected");
    await minutes(3);
    expect(await stuckPayouts(parts)).toMatchObject([{ why: "compensation_fails" }]);
    delete world.broken.ledger;
    await world.pushReport(endToEndIdOf(id), "settled");
    await minutes(1);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await stuckPayouts(parts)).toMatchObject([
      { payment: { id }, why: "dispute_unrecorded", saga: { end: { end: "rejected" } } },
    ]);
    await expect(abandonPayout(id, ANSWERS_FOR_IT, parts)).rejects.toThrow("is known (rejected): resume it");
    expect(await resumePayout(id, { by: "operator a" }, parts)).toMatchObject({ outcome: "begun" });
    await minutes(1);
    expect(await stuckPayouts(parts)).toEqual([]);
    expect(await resumePayout(id, { by: "operator b" }, parts)).toEqual({ outcome: "ended", state: "settled" });
    const dispute = disputeKeyOf(EU, id, { end: "rejected", by: "bank", reason: parseBankReason("AC04") });
    expect(await parts.ledger.getMany([dispute])).toMatchObject([{ end: "rejected", amount: 4_000n }]);
  });

  it("of nobody is said to be none", async () => {
    await parked();
    const none = valueOf(parsePaymentId(`pay_eu_${"0".repeat(32)}`));
    await expect(resumePayout(none, { by: "operator a" }, parts)).rejects.toThrow("Cell eu knows no payout");
  });
});
