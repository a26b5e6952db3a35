import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { open, seal } from "../../../../functions/stores/envelope.ts";

const key = randomBytes(32);

describe("an envelope", () => {
  it("opens under its key, about what it was sealed about", () => {
    expect(open(seal("Ana Núñez", key, "pay_1"), key, "pay_1")).toBe("Ana Núñez");
  });

  it("says nothing of what is in it, and never the same twice", () => {
    const boxes = [seal("Ana", key, "pay_1"), seal("Ana", key, "pay_1")];
    expect(new Set(boxes).size).toBe(2);
    expect(Buffer.from(boxes[0] ?? "", "base64").toString("latin1")).not.toContain("Ana");
  });

  const box = Buffer.from(seal("Ana", key, "pay_1"), "base64");
  const altered = (at: number) => {
    const other = Buffer.from(box);
    other.writeUInt8(other.readUInt8(at) ^ 1, at);
    return other.toString("base64");
  };
  it.each([
    ["of another payout", box.toString("base64"), key, "pay_2"],
    ["under another key", box.toString("base64"), randomBytes(32), "pay_1"],
    ["altered in its nonce", altered(0), key, "pay_1"],
    ["altered in its tag", altered(12), key, "pay_1"],
    ["altered in its text", altered(28), key, "pay_1"],
    ["cut short", box.subarray(0, 20).toString("base64"), key, "pay_1"],
  ])("%s does not open", (_says, text, under, about) => {
    expect(() => open(text, under, about)).toThrow();
  });
});
