import { describe, expect, it } from "vitest";
import { alarmsOf, createMinutes, rungIn, type Minute } from "../../../../drills/conduct/alarm-watch.ts";
import { keptFor } from "../../../../drills/conduct/retention.ts";
import type { ConsumerState } from "../../../../drills/targets/target.ts";

const idle: ConsumerState = {
  invocations: 0,
  errors: 0,
  waiting: 0,
  oldestSeconds: 0,
  toldSeconds: 0,
  deadLetters: 0,
};

/** Minutes with these figures each, from the beginning of the drill. */
const minutesOf = (...figures: readonly Minute["figures"][]): readonly Minute[] =>
  figures.map((found, index) => ({ ended: 60 * (index + 1), figures: found }));

describe("the alarms of a consumer", () => {
  it.each([
    ["projector", ["-dlq-not-empty", "-errors", "-iterator-age", "-nears-retention", "-silent"]],
    ["relay", ["-dlq-not-empty", "-errors", "-iterator-age", "-silent"]],
    ["credit-inbox", ["-behind", "-dlq-not-empty", "-errors"]],
    ["archive", ["-dlq-not-empty", "-errors", "-silent"]],
  ] as const)("of the %s are those that the program declares for it", (consumer, endings) => {
    const names = alarmsOf("eu", consumer).map(({ name }) => name);
    expect(names.toSorted()).toEqual(endings.map((ending) => `prod-eu-${consumer}${ending}`));
  });

  it("of who pays files are the runner's, and those of the queue of files", () => {
    expect(
      alarmsOf("eu", "uploads")
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(["prod-eu-batch-runner-errors", "prod-eu-payment-files-behind", "prod-eu-payment-files-dlq-not-empty"]);
  });

  const errors = alarmsOf("eu", "relay").filter(({ metric }) => metric === "Errors");
  const silent = alarmsOf("eu", "relay").filter(({ metric }) => metric === "Invocations");
  const failing = { Invocations: 9, Errors: 9 };
  const well = { Invocations: 9, Errors: 0 };

  it("ring after as many minutes in a row as the program says, and are over with the first that is well", () => {
    const minutes = minutesOf(failing, failing, well, failing, failing, failing, failing, well);
    expect(rungIn(errors, minutes)).toMatchObject([{ rangAt: 360, overAt: 480 }]);
  });

  it("do not ring for less", () => {
    expect(rungIn(errors, minutesOf(failing, failing, well, failing, failing))).toEqual([]);
  });

  it("ring on when the drill ends before they are over", () => {
    expect(rungIn(errors, minutesOf(failing, failing, failing))).toMatchObject([{ rangAt: 180, overAt: undefined }]);
  });

  it("ring for silence where they watch for it, and only there", () => {
    expect(rungIn(silent, minutesOf({}, {}, {}))).toMatchObject([{ rangAt: 180 }]);
    expect(rungIn(errors, minutesOf({}, {}, {}))).toEqual([]);
  });
});

describe("minutes", () => {
  /** Looks at these states every half a minute. */
  const seen = (isQueue: boolean, states: readonly Partial<ConsumerState>[]) => {
    const { minutes, see } = createMinutes(isQueue);
    for (const [index, state] of states.entries()) see({ ...idle, ...state }, 30_000 * index, 30 * index);
    return minutes;
  };

  it("count what came in them, and take the highest of what is a state", () => {
    const states = [
      { invocations: 10, errors: 1, toldSeconds: 50, deadLetters: 2 },
      { invocations: 12, errors: 2, toldSeconds: 80, deadLetters: 1 },
      { invocations: 15, errors: 4, toldSeconds: 1 },
    ];
    expect(seen(false, states)).toEqual([
      {
        ended: 60,
        figures: { Invocations: 5, Errors: 3, IteratorAge: 80_000, ApproximateNumberOfMessagesVisible: 2 },
      },
    ]);
  });

  it("know no age of a stream that nobody reads, and always one of a queue", () => {
    const states = [{ toldSeconds: 50 }, { toldSeconds: 80 }, {}];
    expect(seen(false, states)[0]?.figures).toEqual({ ApproximateNumberOfMessagesVisible: 0 });
    expect(seen(true, states)[0]?.figures).toEqual({
      ApproximateAgeOfOldestMessage: 80,
      ApproximateNumberOfMessagesVisible: 0,
    });
  });
});

describe("what waits for a consumer", () => {
  it.each([
    ["projector", 168],
    ["relay", 24],
    ["credit-inbox", 96],
  ] as const)("of the %s is kept for %i hours", (consumer, hours) => {
    expect(keptFor("eu", consumer)).toBe(hours * 3_600);
  });
});
