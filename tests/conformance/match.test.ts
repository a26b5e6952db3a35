import { describe, expect, it } from "vitest";
import { is } from "./case.ts";
import { differences, failureDifferences, filled, otherWords } from "./match.ts";

describe("what a table expects of an answer", () => {
  it.each([
    ["the same", { a: [1, { b: "x" }] }, { a: [1, { b: "x" }] }, []],
    ["members that are not named", { a: 1 }, { a: 1, b: 2 }, []],
    ["another value", { a: { b: 1 } }, { a: { b: 2 } }, ["a.b: expected 1, got 2"]],
    ["a missing member", { a: 1 }, {}, ["a: expected 1, got nothing"]],
    ["a longer list", { a: [1] }, { a: [1, 2] }, ["a: expected [1], got [1,2]"]],
    ["a member that should not be", { a: is.absent }, { a: 0 }, ["a: expected absent, got 0"]],
    ["members in another order", is.unordered({ a: 1 }, { a: 2 }), [{ a: 2 }, { a: 1 }], []],
    ["bytes", { a: new Uint8Array([1]) }, { a: new Uint8Array([2]) }, ['a: expected "bytes AQ==", got "bytes Ag=="']],
  ])("%s", (_, expected, actual, found) => {
    expect(differences(expected, actual)).toEqual(found);
  });

  it("fills in what was kept, whole values and parts of texts", () => {
    const known = new Map<string, unknown>([
      ["list", [1, 2]],
      ["name", "n"],
    ]);
    expect(filled({ a: "{list}", "{name}": "{name}-x", c: '{"json":1}' }, known)).toEqual({
      a: [1, 2],
      n: "n-x",
      c: '{"json":1}',
    });
  });

  it("fills in what is expected inside an expectation", () => {
    const expected = filled(is.not("{name}"), new Map([["name", "n"]]));
    expect(differences(expected, "m")).toEqual([]);
    expect(differences(expected, "n")).toHaveLength(1);
  });
});

describe("what a table expects of an error", () => {
  const failure = { name: "Wrong", message: "It is wrong.", Item: { a: 1 } };

  it("its name", () => {
    expect(failureDifferences("Wrong", failure)).toEqual([]);
    expect(failureDifferences("Other", failure)).toEqual(["expected Other, got Wrong: It is wrong."]);
  });

  it("further members", () => {
    expect(failureDifferences({ name: "Wrong", with: { Item: { a: 1 } } }, failure)).toEqual([]);
    expect(failureDifferences({ name: "Wrong", with: { Item: is.absent } }, failure)).toHaveLength(1);
  });

  it("its words, apart from that", () => {
    expect(otherWords({ name: "Wrong", message: /^It is/ }, failure)).toBeUndefined();
    expect(otherWords({ name: "Wrong", message: /^It was/ }, failure)).toContain("It is wrong.");
  });
});
