import { expect, it } from "vitest";
import { createProgress } from "../../../cli/progress.ts";
import { fakeContext } from "./fake-context.ts";

it("writes a line every hundred to a log, and at the end", () => {
  const context = fakeContext();
  const progress = createProgress(context, "paying", 250);
  for (let done = 0; done < 250; done += 1) {
    context.pass(4);
    progress.advance();
  }
  progress.end();
  expect(context.written.err).toEqual([
    "paying  100/250   250/s  400 ms",
    "paying  200/250   250/s  800 ms",
    "paying  250/250   250/s   1.0 s",
  ]);
});

it("writes a line every two seconds where it is slow", () => {
  const context = fakeContext();
  const progress = createProgress(context, "paying", 10);
  for (let done = 0; done < 3; done += 1) {
    context.pass(1_500);
    progress.advance();
  }
  expect(context.written.err).toEqual(["paying   2/10     1/s   3.0 s"]);
});

it("draws a bar on a terminal, no oftener than the eye follows, and takes it away", () => {
  const drawn: string[] = [];
  const screen = { columns: 58, draw: (line: string) => void drawn.push(line), clear: () => void drawn.push("") };
  const context = fakeContext({}, screen);
  const progress = createProgress(context, "paying", 20);
  for (let done = 0; done < 20; done += 1) {
    context.pass(10);
    progress.advance();
  }
  progress.end();
  expect(drawn).toEqual([
    "paying  [######------------------]   5/20   100/s   50 ms",
    "paying  [############------------]  10/20   100/s  100 ms",
    "paying  [##################------]  15/20   100/s  150 ms",
    "paying  [########################]  20/20   100/s  200 ms",
    "",
  ]);
  expect(context.written.err).toEqual([]);
});
