import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatTraceHeader,
  formatTraceparent,
  parseTraceHeader,
  parseTraceparent,
} from "../../../../functions/domain/traces.ts";

const trace = "5759e988bd862e3fe1be46a994272793";
const span = "53995c3f42cd8ad8";
const root = "Root=1-5759e988-bd862e3fe1be46a994272793";

const DIGITS = Array.from({ length: 16 }, (_, digit) => digit.toString(16));

describe("a place in a trace", () => {
  it.each([
    ["a recorded one", `${root};Parent=${span};Sampled=1`, { trace, span }],
    ["one in another order, with blanks", `Sampled=1; Parent=${span}; ${root}`, { trace, span }],
    ["one with what Lambda adds", `${root};Parent=${span};Sampled=1;Lineage=1:a87bd80c:0`, { trace, span }],
    ["one that nobody records", `${root};Parent=${span};Sampled=0`, undefined],
    ["one that nobody has decided about", `${root};Parent=${span}`, undefined],
    ["one without a parent", `${root};Sampled=1`, undefined],
    ["a malformed root", `Root=1-5759e988-bd86;Parent=${span};Sampled=1`, undefined],
    ["a malformed parent", `${root};Parent=53995c3f;Sampled=1`, undefined],
    ["nothing", undefined, undefined],
  ])("is read from X-Ray's header: %s", (_, header, place) => {
    expect(parseTraceHeader(header)).toEqual(place);
  });

  it.each([
    ["a recorded one", `00-${trace}-${span}-01`, { trace, span }],
    ["one that nobody records", `00-${trace}-${span}-00`, undefined],
    ["another version", `01-${trace}-${span}-01`, undefined],
    ["something else", "00-x", undefined],
  ])("is read from a traceparent: %s", (_, text, place) => {
    expect(parseTraceparent(text)).toEqual(place);
  });

  it("is the same after both", () => {
    const hex = (length: number) =>
      fc.string({ unit: fc.constantFrom(...DIGITS), minLength: length, maxLength: length });
    fc.assert(
      fc.property(hex(32), hex(16), (one, other) => {
        const place = { trace: one, span: other };
        expect(parseTraceHeader(formatTraceHeader(place))).toEqual(place);
        expect(parseTraceparent(formatTraceparent(place))).toEqual(place);
      }),
    );
  });
});
