import { describe, expect, it } from "vitest";
import {
  afterAttempt,
  outcomeOf,
  retryAfterOf,
  RETRY_PAUSES_MS,
  showsSlowness,
  type AttemptOutcome,
  type Lane,
  type NextStep,
} from "../../../../functions/domain/webhook-schedule.ts";

const failed = (why: "status" | "timeout" | "connection", retryAfterMs?: number): AttemptOutcome => ({
  outcome: "failed",
  why,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

describe("after an attempt", () => {
  type Row = readonly [
    what: string,
    counted: number,
    lane: Lane,
    attempt: AttemptOutcome,
    random: number,
    step: NextStep,
  ];
  const rows: readonly Row[] = [
    ["that delivered, nothing is left", 0, "fast", outcomeOf(200), 0, { next: "delivered" }],
    ["that delivered at last", 9, "slow", outcomeOf(204), 0.9, { next: "delivered" }],
    ["that met nobody, none follows", 0, "fast", outcomeOf(410), 0, { next: "cancelled" }],
    ["the first that failed", 0, "fast", failed("status"), 0, { next: "waiting", pauseMs: 5 * SECOND, counted: 1 }],
    ["with jitter", 0, "fast", failed("status"), 0.5, { next: "waiting", pauseMs: 5_250, counted: 1 }],
    ["the second", 1, "fast", failed("connection"), 0, { next: "waiting", pauseMs: 5 * MINUTE, counted: 2 }],
    ["the ninth", 8, "slow", failed("status"), 0, { next: "waiting", pauseMs: 24 * HOUR, counted: 9 }],
    ["the tenth and last", 9, "slow", failed("status"), 0, { next: "exhausted" }],
    [
      "that the fast lane has no patience with",
      0,
      "fast",
      failed("timeout"),
      0.9,
      { next: "waiting", pauseMs: 0, counted: 0 },
    ],
    ["neither at the last one", 9, "fast", failed("timeout"), 0, { next: "waiting", pauseMs: 0, counted: 9 }],
    [
      "that the slow one has none with",
      0,
      "slow",
      failed("timeout"),
      0,
      { next: "waiting", pauseMs: 5_000, counted: 1 },
    ],
    ["as late as was asked", 0, "fast", failed("status", MINUTE), 0, { next: "waiting", pauseMs: MINUTE, counted: 1 }],
    [
      "no earlier than planned",
      1,
      "fast",
      failed("status", SECOND),
      0,
      { next: "waiting", pauseMs: 5 * MINUTE, counted: 2 },
    ],
    [
      "no later than a day",
      0,
      "fast",
      failed("status", 99 * HOUR),
      0,
      { next: "waiting", pauseMs: 24 * HOUR, counted: 1 },
    ],
  ];
  it.each(rows)("%s", (_, counted, lane, attempt, random, step) => {
    expect(afterAttempt(counted, lane, attempt, random)).toEqual(step);
  });

  it("gives up within four days", () => {
    const longest = RETRY_PAUSES_MS.reduce((sum, pause) => sum + pause * 1.1, 0);
    expect(longest).toBeLessThan(4 * 24 * HOUR);
  });
});

describe("an answer's status", () => {
  const rows: readonly (readonly [status: number, said: string])[] = [
    [200, "delivered"],
    [299, "delivered"],
    [301, "redirect"],
    [302, "redirect"],
    [308, "redirect"],
    [400, "status"],
    [404, "status"],
    [410, "gone"],
    [429, "status"],
    [503, "status"],
  ];
  it.each(rows)("%i is %s", (status, said) => {
    const outcome = outcomeOf(status);
    expect(outcome.outcome === "failed" ? outcome.why : outcome.outcome).toBe(said);
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 23, 12, 0, 0);
  const rows: readonly (readonly [header: string | undefined, ms: number | undefined])[] = [
    [undefined, undefined],
    ["120", 120_000],
    ["0", 0],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["99999999999", undefined],
    ["Mon, 23 Nov 2026 12:01:00 GMT", 60_000],
    ["Mon, 23 Nov 2026 11:59:00 GMT", 0],
    ["Mon, 23 Nov 2026 12:61:00 GMT", undefined],
    ["2026-11-23T12:01:00Z", undefined],
  ];
  it.each(rows)("%s: %s", (header, ms) => {
    expect(retryAfterOf(header, now)).toBe(ms);
  });
});

describe("an endpoint", () => {
  const rows: readonly (readonly [what: string, attempt: AttemptOutcome, tookMs: number, slow: boolean])[] = [
    ["that answers is not slow", outcomeOf(200), 999, false],
    ["that fails at once is not", failed("connection"), 3, false],
    ["that answers late is", outcomeOf(200), 1_000, true],
    ["that never answers is", failed("timeout"), 900, true],
  ];
  it.each(rows)("%s", (_, attempt, tookMs, slow) => {
    expect(showsSlowness(attempt, tookMs)).toBe(slow);
  });
});
