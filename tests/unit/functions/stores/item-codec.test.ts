import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item, Value } from "../../../../functions/domain/ledger-write.ts";
import {
  decodeItem,
  decodeValue,
  encodeItem,
  encodeKey,
  encodeValue,
} from "../../../../functions/stores/item-codec.ts";

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("an item", () => {
  it("is read back as it was written, to the last digit", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]\w*$/), value, { noNullPrototype: true }), (item) => {
        expect(decodeItem(encodeItem(item))).toEqual(item);
      }),
    );
  });

  it("keeps an attribute named as objects name their prototype", () => {
    const item: Item = { a: Object.fromEntries([["__proto__", 1n]]) };
    expect(Object.entries(encodeItem(item)["a"]?.M ?? {})).toEqual([["__proto__", { N: "1" }]]);
    expect(decodeItem(encodeItem(item))).toEqual(item);
  });

  it.each([
    ["", { S: "" }],
    [9_007_199_254_740_993n, { N: "9007199254740993" }],
    [-1n, { N: "-1" }],
    [false, { BOOL: false }],
    [[], { L: [] }],
    [{}, { M: {} }],
  ])("holding %o is stored as %o", (stored, attribute) => {
    expect(encodeValue(stored)).toEqual(attribute);
    expect(decodeValue(attribute)).toEqual(stored);
  });

  it.each([
    [{ NULL: true }, "NULL"],
    [{ SS: ["a"] }, "SS"],
    [{ B: new Uint8Array() }, "B"],
  ])("holding %o was not written by us", (attribute, type) => {
    expect(() => decodeValue(attribute)).toThrow(`An attribute has a type that is never written: ${type}`);
  });

  it("holding a fraction was not written by us", () => {
    expect(() => decodeValue({ N: "1.5" })).toThrow();
  });
});

describe("a key", () => {
  it("is its two texts and nothing else", () => {
    expect(encodeKey({ pk: "eu#acct#a", sk: "balance" })).toEqual({ pk: { S: "eu#acct#a" }, sk: { S: "balance" } });
  });
});
