import { array, assert, boolean, constantFrom, oneof, property, type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBankReason, type BankAnswer, type SendAnswer } from "../../../../functions/domain/bank-answers.ts";
import {
  ASK_AFTER_MS,
  beginPayout,
  FAILURES_MAX,
  QUARANTINE_MS,
  SENDS_MAX,
  stepPayout,
  type PayoutCommand,
  type PayoutEvent,
} from "../../../../functions/domain/payout-saga.ts";

const CLEAR: PayoutEvent = { event: "screened", verdict: "clear" };
const HIT: PayoutEvent = { event: "screened", verdict: "hit" };
const WOKE: PayoutEvent = { event: "woke" };
const RECORDED: PayoutEvent = { event: "recorded" };
const FAILED: PayoutEvent = { event: "failed" };
const RESUMED: PayoutEvent = { event: "resumed" };
const ABANDONED: PayoutEvent = { event: "abandoned" };

const REJECTED: BankAnswer = { answer: "rejected", reason: parseBankReason("AC04") };
const TIMED_OUT = { answer: "unknown", reason: "timed_out" } as const;
const NOTHING: BankAnswer = { answer: "not_known", epoch: 1n };
const sent = (answer: SendAnswer["answer"] | SendAnswer): PayoutEvent => ({ event: "sent", answer: whole(answer) });
const asked = (answer: BankAnswer | "accepted" | "pending" | "settled"): PayoutEvent => ({
  event: "asked",
  answer: typeof answer === "string" ? { answer } : answer,
});
const called = (answer: BankAnswer | "accepted" | "pending" | "settled"): PayoutEvent => ({
  event: "called_back",
  answer: typeof answer === "string" ? { answer } : answer,
});

function whole(answer: SendAnswer["answer"] | SendAnswer): SendAnswer {
  if (typeof answer !== "string") return answer;
  if (answer === "rejected") return { answer, reason: parseBankReason("AC04") };
  return answer === "unknown" ? { answer, reason: "timed_out" } : { answer };
}

function word(command: PayoutCommand): string {
  switch (command.do) {
    case "wait":
      return `wait ${command.ms / 1000}`;
    case "record":
      return `record ${command.end.end}`;
    case "dispute":
      return `dispute ${command.said.end}`;
    case "alarm":
      return `alarm ${command.why}`;
    case "send":
      return `send ${command.epoch}`;
    case "screen":
    case "ask":
      return command.do;
  }
}

/** Every event with the commands that it brings, in words; then the step it ends in. */
function run(...events: readonly PayoutEvent[]): readonly string[] {
  let { saga, commands } = beginPayout(1n);
  const told = [commands.map(word).join(", ")];
  for (const event of events) {
    ({ saga, commands } = stepPayout(saga, event));
    told.push(commands.map(word).join(", "));
  }
  return [...told, saga.step];
}

/** Withheld or asked about until nobody asks any more. */
const everySoOften = (answer: PayoutEvent) => ASK_AFTER_MS.flatMap(() => [WOKE, answer]);

describe("the saga of a payout", () => {
  it.each<[string, readonly PayoutEvent[], readonly string[]]>([
    ["settles at once", [CLEAR, sent("settled"), RECORDED], ["screen", "send 1", "record settled", "", "ended"]],
    ["is rejected at once", [CLEAR, sent("rejected"), RECORDED], ["screen", "send 1", "record rejected", "", "ended"]],
    ["is screened out: nothing is sent", [HIT, RECORDED], ["screen", "record rejected", "", "ended"]],
    [
      "settles by a call back",
      [CLEAR, sent("accepted"), called("settled"), RECORDED],
      ["screen", "send 1", "wait 20", "record settled", "", "ended"],
    ],
    [
      "settles when it is asked about",
      [CLEAR, sent("pending"), WOKE, asked("pending"), WOKE, asked("settled"), RECORDED],
      ["screen", "send 1", "wait 20", "ask", "wait 60", "ask", "record settled", "", "ended"],
    ],
    [
      "of unknown fate is asked about before it is sent again",
      [CLEAR, sent(TIMED_OUT), WOKE, asked(NOTHING), sent("settled"), RECORDED],
      ["screen", "send 1", `wait ${QUARANTINE_MS / 1000}`, "ask", "send 1", "record settled", "", "ended"],
    ],
    [
      "of unknown fate that had arrived is not sent again",
      [CLEAR, sent(TIMED_OUT), WOKE, asked("settled"), RECORDED],
      ["screen", "send 1", "wait 20", "ask", "record settled", "", "ended"],
    ],
    [
      "whose connector broke off is asked about, too",
      [CLEAR, FAILED, WOKE, asked(REJECTED), RECORDED],
      ["screen", "send 1", "wait 20", "ask", "record rejected", "", "ended"],
    ],
    [
      "waits while this cell is not known to be the owner, and then is sent once",
      [CLEAR, sent("withheld"), WOKE, sent("settled"), RECORDED],
      ["screen", "send 1", "wait 5", "send 1", "record settled", "", "ended"],
    ],
    [
      "tries ever more seldom while it is not, every four minutes in the end",
      [CLEAR, ...Array.from({ length: 9 }, () => [sent("withheld"), WOKE]).flat(), sent("settled"), RECORDED],
      [
        "screen",
        "send 1",
        ...[5, 10, 20, 40, 80, 160, 240, 240, 240].flatMap((seconds, index) => [
          index === 4 ? `alarm send_withheld, wait ${seconds}` : `wait ${seconds}`,
          "send 1",
        ]),
        "record settled",
        "",
        "ended",
      ],
    ],
    [
      "after a takeover is asked about first, and sent under the epoch of that answer",
      [CLEAR, sent("ask_first"), asked({ answer: "not_known", epoch: 4n }), sent("settled"), RECORDED],
      ["screen", "send 1", "ask", "send 4", "record settled", "", "ended"],
    ],
    [
      "after a takeover is found at the bank, and a call back ends it",
      [CLEAR, sent("ask_first"), asked("accepted"), called("settled"), RECORDED],
      ["screen", "send 1", "ask", "wait 20", "record settled", "", "ended"],
    ],
  ])("%s", (_, events, told) => {
    expect(run(...events)).toEqual(told);
  });

  it.each<[string, readonly PayoutEvent[], string]>([
    [
      "a screening that fails for good",
      Array.from({ length: FAILURES_MAX }, () => [FAILED, WOKE]).flat(),
      "screening_fails",
    ],
    [
      "a bank that keeps losing it",
      [CLEAR, ...Array.from({ length: SENDS_MAX }, () => [sent(TIMED_OUT), WOKE, asked(NOTHING)]).flat()],
      "bank_loses_it",
    ],
    [
      "a bank that never answers",
      [CLEAR, sent(TIMED_OUT), WOKE, asked(TIMED_OUT), ...everySoOften(asked(TIMED_OUT))],
      "outcome_unknown",
    ],
    ["a bank that never decides", [CLEAR, sent("pending"), ...everySoOften(asked("pending"))], "outcome_unknown"],
    ["a settlement that cannot be recorded", [CLEAR, sent("settled"), ...failing()], "settlement_unrecorded"],
    ["a compensation that fails", [CLEAR, sent("rejected"), ...failing()], "compensation_fails"],
  ])("%s is parked with an alarm", (_, events, why) => {
    const told = run(...events);
    expect(told.at(-1)).toBe("parked");
    expect(told.filter((line) => line.startsWith("alarm"))).toEqual([`alarm ${why}`]);
  });

  it.each<[string, readonly PayoutEvent[], readonly string[]]>([
    ["is ended by a late answer", [called("settled"), RECORDED], ["record settled", "", "ended"]],
    [
      "is asked about again when an operator takes it up",
      [RESUMED, asked("settled"), RECORDED],
      ["ask", "record settled", "", "ended"],
    ],
    ["is given back when an operator answers for it", [ABANDONED, RECORDED], ["record rejected", "", "ended"]],
    [
      "that was given back and paid raises an alarm",
      [ABANDONED, RECORDED, called("settled")],
      ["record rejected", "", "dispute settled, alarm paid_after_rejection", "ended"],
    ],
  ])("what is parked %s", (_, events, told) => {
    const parked = [CLEAR, sent("pending"), ...everySoOften(asked("pending"))];
    expect(run(...parked, ...events).slice(-told.length)).toEqual(told);
  });

  it("that was parked with its end known goes on with it, and an operator cannot turn it", () => {
    const parked = [CLEAR, sent("rejected"), ...failing()];
    expect(run(...parked, ABANDONED, RESUMED, RECORDED).slice(-4)).toEqual(["", "record rejected", "", "ended"]);
  });

  it.each<[string, readonly PayoutEvent[], PayoutEvent, string]>([
    ["the same answer again", [CLEAR, sent("settled"), RECORDED], called("settled"), ""],
    [
      "another reason",
      [CLEAR, sent("rejected"), RECORDED],
      called({ answer: "rejected", reason: parseBankReason("AM04") }),
      "",
    ],
    ["accepted after the end", [CLEAR, sent("settled"), RECORDED], called("accepted"), ""],
    [
      "a rejection after settlement",
      [CLEAR, sent("settled"), RECORDED],
      called(REJECTED),
      "dispute rejected, alarm rejected_after_payment",
    ],
    [
      "a rejection while settlement is recorded",
      [CLEAR, sent("settled")],
      called(REJECTED),
      "dispute rejected, alarm rejected_after_payment",
    ],
    [
      "a settlement after rejection",
      [CLEAR, sent("rejected"), RECORDED],
      called("settled"),
      "dispute settled, alarm paid_after_rejection",
    ],
    ["a settlement of what was never sent", [], called("settled"), "dispute settled, alarm answer_unasked"],
    [
      "a settlement of what was screened out",
      [HIT, RECORDED],
      called("settled"),
      "dispute settled, alarm paid_after_rejection",
    ],
    ["a second verdict", [CLEAR, sent("accepted")], HIT, ""],
  ])("%s changes nothing for good", (_, events, late, told) => {
    const before = run(...events);
    expect(run(...events, late).slice(-2)).toEqual([told, before.at(-1)]);
  });
});

function failing(): readonly PayoutEvent[] {
  return Array.from({ length: FAILURES_MAX }, () => [FAILED, WOKE])
    .flat()
    .slice(0, -1);
}

const answers: Arbitrary<BankAnswer> = constantFrom<BankAnswer>(
  { answer: "accepted" },
  { answer: "pending" },
  { answer: "settled" },
  REJECTED,
  NOTHING,
  TIMED_OUT,
);
const sendAnswers = constantFrom<SendAnswer>(
  ...(["accepted", "pending", "settled", "rejected", "unknown", "withheld", "ask_first"] as const).map(whole),
);
const anyEvent: Arbitrary<PayoutEvent> = oneof(
  constantFrom<PayoutEvent>(CLEAR, HIT, WOKE, RECORDED, FAILED, RESUMED),
  sendAnswers.map((answer) => sent(answer)),
  answers.map((answer) => asked(answer)),
  answers.map((answer) => called(answer)),
);

describe("whatever happens, in whatever order", () => {
  it("one end is recorded, nothing is sent again that the bank may have, and the end stands", () => {
    assert(
      property(array(anyEvent, { maxLength: 60 }), (events) => {
        let { saga } = beginPayout(1n);
        const recorded = new Set<string>();
        let mayHave = false;
        for (const event of events) {
          const before = saga;
          const step = stepPayout(saga, event);
          saga = step.saga;
          if (event.event === "sent" && (event.answer.answer === "withheld" || event.answer.answer === "ask_first")) {
            if (before.step === "submitting" && !before.idle) mayHave = before.sends > 1 && mayHave;
          }
          const isAsked = before.step === "asking" && !before.idle;
          if (isAsked && event.event === "asked" && event.answer.answer === "not_known") mayHave = false;
          for (const command of step.commands) {
            if (command.do === "record") recorded.add(command.end.end);
            if (command.do !== "send") continue;
            expect(mayHave).toBe(false);
            mayHave = true;
          }
          if (before.end !== undefined) expect(saga.end).toEqual(before.end);
          if (before.step === "ended") expect(saga.step).toBe("ended");
          expect(saga.sends).toBeLessThanOrEqual(SENDS_MAX);
          expect(saga.sends).toBeGreaterThanOrEqual(0);
        }
        expect(recorded.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it("a bank that answers in the end and a ledger that works bring every payout to an end", () => {
    assert(
      property(array(anyEvent, { maxLength: 40 }), boolean(), (events, pays) => {
        let { saga } = beginPayout(1n);
        for (const event of events) ({ saga } = stepPayout(saga, event));
        const answer: BankAnswer = pays ? { answer: "settled" } : REJECTED;
        for (let round = 0; round < 6; round += 1) {
          for (const event of [WOKE, RESUMED, CLEAR, sent(answer), asked(answer), RECORDED]) {
            ({ saga } = stepPayout(saga, event));
          }
        }
        expect(saga.step).toBe("ended");
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a verdict that was there already", () => {
  it("is as good as a send that nobody knows of: the bank is asked before anything is sent", () => {
    expect(run({ event: "screened", verdict: "clear", again: true }, WOKE, asked(NOTHING)).slice(0, 4)).toEqual([
      "screen",
      "wait 20",
      "ask",
      "send 1",
    ]);
    expect(run({ event: "screened", verdict: "hit", again: true })).toEqual(run(HIT));
  });
});
