import { describe, expect, it } from "vitest";
import { counted, figureLine, figureText, keepsBound, type Bound } from "../../../bench/figure.ts";

describe("a bound", () => {
  const rows: readonly { readonly value: number; readonly bound?: Bound; readonly kept: boolean }[] = [
    { value: 1.5, bound: { max: 1.5 }, kept: true },
    { value: 1.5004, bound: { max: 1.5 }, kept: true },
    { value: 1.501, bound: { max: 1.5 }, kept: false },
    { value: 1, bound: { min: 1 }, kept: true },
    { value: 0.9996, bound: { min: 1 }, kept: true },
    { value: 0.999, bound: { min: 1 }, kept: false },
    { value: 6, bound: { exactly: 6 }, kept: true },
    { value: 5, bound: { exactly: 6 }, kept: false },
    { value: 6.0001, bound: { exactly: 6 }, kept: false },
    { value: 1e9, kept: true },
  ];

  it.each(rows)("$bound is kept by $value: $kept", ({ kept, ...figure }) => {
    expect(keepsBound(figure)).toBe(kept);
  });

  it("is not missed by what was skipped", () => {
    expect(keepsBound({ figure: "local / other", skipped: "java is not on the PATH" })).toBe(true);
  });
});

describe("a figure's line to read", () => {
  const figure = { figure: "size", unit: "MB", value: 2.00049, min: 1.5, max: 3, rounds: 5 };

  it.each([
    [figure, "memory: size: 2 MB (5 rounds, 1.5 to 3)"],
    [{ ...figure, bound: { max: 2 } }, "memory: size: 2 MB (5 rounds, 1.5 to 3), at most 2: kept"],
    [{ ...figure, bound: { min: 3 } }, "memory: size: 2 MB (5 rounds, 1.5 to 3), at least 3: MISSED"],
    [{ figure: "size", unit: "MB", ...counted(1), bound: { exactly: 1 } }, "memory: size: 1 MB, exactly 1: kept"],
    [{ figure: "size", skipped: "there is no scale" }, "memory: size: skipped, there is no scale"],
  ])("%#: says how much, how sure, and whether it is enough", (measured, text) => {
    expect(figureText("memory", measured)).toBe(text);
  });
});

describe("a figure's line", () => {
  it("is one JSON object: what, how much, against what, how often", () => {
    const line = figureLine("bundle", {
      figure: "load / minimal",
      unit: "ratio",
      bound: { max: 1.2 },
      value: 1.23456,
      min: 1.1,
      max: 1.30004,
      rounds: 9,
      details: { ms: 91.23456, of: "dist" },
    });
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      bench: "bundle",
      figure: "load / minimal",
      value: 1.235,
      unit: "ratio",
      bound: { max: 1.2 },
      ok: false,
      rounds: 9,
      min: 1.1,
      max: 1.3,
      ms: 91.235,
      of: "dist",
    });
  });

  it("says why where it was skipped", () => {
    const skipped = { figure: "local / other", skipped: "java is not on the PATH" };
    expect(JSON.parse(figureLine("dynamodb", skipped))).toEqual({ bench: "dynamodb", ...skipped });
  });

  it("says null and ok where there is no bound", () => {
    expect(JSON.parse(figureLine("router", { figure: "size", unit: "bytes", ...counted(7) }))).toEqual({
      bench: "router",
      figure: "size",
      value: 7,
      unit: "bytes",
      bound: null,
      ok: true,
      rounds: 1,
      min: 7,
      max: 7,
    });
  });
});
