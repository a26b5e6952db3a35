import { expect, it } from "vitest";
import { age, aligned, count, duration, toJson } from "../../../cli/text.ts";

it("aligns columns, figures to the right, without spaces at the ends of lines", () => {
  const rows = [
    ["cell", "payments", "note"],
    ["eu", "9", "of all"],
    ["us-long", "1050", ""],
  ];
  expect(aligned(rows, [1])).toEqual(["cell     payments  note", "eu              9  of all", "us-long      1050"]);
});

it("writes amounts as JSON numbers as long as those are exact, and as text beyond", () => {
  expect(toJson({ small: 12n, large: 2n ** 53n, text: "12" })).toBe(
    '{"small":12,"large":"9007199254740992","text":"12"}',
  );
});

it.each([
  [0, "0 ms"],
  [84.4, "84 ms"],
  [999.4, "999 ms"],
  [1_000, "1.0 s"],
  [61_250, "61.3 s"],
])("%d ms reads %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [-1, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [3_599_999, "59 min"],
  [5 * 3_600_000, "5 h"],
  [14 * 86_400_000, "14 d"],
])("%d ms ago is an age of %s", (ms, text) => {
  expect(age(ms)).toBe(text);
});

it("counts in words", () => {
  expect([count(1, "item"), count(2, "item"), count(0, "breach", "breaches")]).toEqual([
    "1 item",
    "2 items",
    "0 breaches",
  ]);
});
