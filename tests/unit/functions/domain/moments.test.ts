import { describe, expect, it } from "vitest";
import { boundsOf, parseMoment, parseMonth } from "../../../../functions/domain/moments.ts";

describe("a moment", () => {
  it.each([
    ["2027-01-31T12:00:00Z", "2027-01-31T12:00:00.000Z"],
    ["2027-01-31T12:00Z", "2027-01-31T12:00:00.000Z"],
    ["2027-01-31T12:00:00.5Z", "2027-01-31T12:00:00.500Z"],
    ["2027-01-31T12:00:00+01:30", "2027-01-31T10:30:00.000Z"],
    ["2027-01-31T23:00:00-02:00", "2027-02-01T01:00:00.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
    // As Python and Go write them.
    ["2027-01-31T12:00:00.123456+00:00", "2027-01-31T12:00:00.123Z"],
    ["2027-01-31T12:00:00.9999Z", "2027-01-31T12:00:00.999Z"],
    ["0000-01-01", "0000-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("%s is read", (text, time) => {
    expect(parseMoment(text)).toEqual({ ok: true, value: BigInt(Date.parse(time)) });
  });

  it.each([
    "",
    "now",
    "2027",
    "2027-02-29",
    "2027-13-01",
    "2027-01-31T24:00:00Z",
    "2027-01-31T12:00:00",
    "2027-01-31 12:00:00Z",
    "2027-01-31T12:00:00.Z",
    "2027-01-31T12:00:00+99:00",
    "2027-01-31T12:00:00+01:60",
    // Before the year 0 and after the year 9999 once the zone is taken off.
    "0000-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "1800000000000",
  ])("%s is none", (text) => {
    expect(parseMoment(text)).toEqual({ ok: false, refusal: "moment_malformed" });
  });
});

describe("a month", () => {
  it.each([
    ["2027-12", "2027-12-01T00:00:00.000Z", "2028-01-01T00:00:00.000Z"],
    ["2028-02", "2028-02-01T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
    ["0001-01", "0001-01-01T00:00:00.000Z", "0001-02-01T00:00:00.000Z"],
  ])("%s lasts from its first moment to the next one's", (text, from, to) => {
    const month = parseMonth(text);
    if (!month.ok) throw new Error("a month");
    const bounds = boundsOf(month.value);
    expect([bounds.from, bounds.to].map((at) => new Date(Number(at)).toISOString())).toEqual([from, to]);
  });

  it.each(["2027-13", "2027-00", "2027-1", "27-01", "2027-01-01", "0000-01", "9999-12", ""])("%s is none", (text) => {
    expect(parseMonth(text)).toEqual({ ok: false, refusal: "month_malformed" });
  });
});
