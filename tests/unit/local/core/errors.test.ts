import { describe, expect, it } from "vitest";
import { sentenceOf, UserError } from "../../../../local/core/errors.ts";

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const MORE = "(CELLS_DEBUG=1 shows where)";

describe("the sentence about a fault", () => {
  it.each<readonly [about: string, fault: unknown, sentence: string]>([
    ["is what was said to the user", new UserError("The port is taken."), "The port is taken."],
    [
      "says that a call took too long, not that it was aborted",
      named("AbortError", "Request aborted"),
      `A call was not answered in time: what was begun is safe to run again. ${MORE}`,
    ],
    [
      "likewise of a deadline",
      named("TimeoutError", "late"),
      `A call was not answered in time: what was begun is safe to run again. ${MORE}`,
    ],
    [
      "names a fault that nobody foresaw",
      named("TypeError", "x is\nno function"),
      `TypeError: x is no function ${MORE}`,
    ],
    ["has no name where that says nothing", new Error("broken"), `broken ${MORE}`],
    ["is of anything that was thrown", "a text", `Fault: a text ${MORE}`],
  ])("%s", (_, fault, sentence) => {
    expect(sentenceOf(fault)).toBe(sentence);
  });
});
