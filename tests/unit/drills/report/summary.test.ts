import { expect, it } from "vitest";
import { summaryLine, summaryText } from "../../../../drills/report/summary.ts";
import { measured } from "./measured.ts";

it("ends with one line of the figures by their names", () => {
  expect(JSON.parse(summaryLine(measured()))).toEqual({
    drill: "region-loss",
    ok: true,
    detectionSeconds: 13.2,
    routingSeconds: 3,
    rtoSeconds: 25.25,
    tail: 2,
    lost: 0,
    doubleCharged: 0,
    overdrawn: 1,
    reversed: 1,
    goodputAfterHeal: 0.995,
  });
});

it("says null of a figure that there is none of", () => {
  const figures = { tail: 0, lost: 0, doubleCharged: 0, overdrawn: 0, reversed: 0 };
  expect(JSON.parse(summaryLine(measured({ figures })))).toMatchObject({ detectionSeconds: null, rtoSeconds: null });
});

it("tells people what was kept and what was missed, and what a checker found", () => {
  const bounds = [{ name: "detection", wanted: "at most 15 s", measured: "never", kept: false }];
  const verdicts = [
    { name: "one-writer", claim: "c", faults: ["eu#a has two writers"] },
    { name: "others", claim: "c", faults: [] },
  ];
  expect(summaryText(measured({ bounds, verdicts }))).toEqual([
    "",
    "1200 payments asked for, 1190 accepted, 10 declined",
    "MISSED  detection: never (at most 15 s)",
    "BROKEN  one-writer",
    "        eu#a has two writers",
    "FAILED: 1 of 2 checkers hold",
  ]);
});
