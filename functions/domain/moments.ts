import { ok, refuse, type Result } from "./result.ts";

declare const brand: unique symbol;

/** A calendar month, UTC: "2027-01". */
export type Month = string & { readonly [brand]: "Month" };

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:[0-5]\d))?$/;

/** The first and the last moment of the years 0 to 9999: what sort keys say as text sorts in no other years. */
const FIRST = BigInt(Date.parse("0000-01-01T00:00:00.000Z"));
const FINAL = BigInt(Date.parse("9999-12-31T23:59:59.999Z"));

/**
 * Parses a moment (RFC 3339): "2027-01-31T12:00:00Z", or a date, which begins at midnight UTC. Gives milliseconds since
 * the epoch; what is finer is cut off. A date that no calendar has is none, nor is what a zone moves out of the years 0
 * to 9999.
 */
export function parseMoment(text: string): Result<bigint, "moment_malformed"> {
  const match = MOMENT.exec(text);
  if (match === null) return refuse("moment_malformed");
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const time = Date.parse(local);
  // The 31st of February is read as some day in March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return refuse("moment_malformed");
  const offset = zone === "Z" ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  if (offset >= 24 * 60) return refuse("moment_malformed");
  const before = zone.startsWith("-") ? -offset : offset;
  const moment = BigInt(time - before * 60_000);
  return moment < FIRST || moment > FINAL ? refuse("moment_malformed") : ok(moment);
}

/** Parses a month of the years 1 to 9998: "2027-01". */
export function parseMonth(text: string): Result<Month, "month_malformed"> {
  if (!/^(?!0000|9999)\d{4}-(0[1-9]|1[0-2])$/.test(text)) return refuse("month_malformed");
  // The brand is what this parser gives out.
  return ok(text as Month);
}

/** When a month begins and the next one does, milliseconds since the epoch. */
export function boundsOf(month: Month): { readonly from: bigint; readonly to: bigint } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const start = (of: number, monthIndex: number) => {
    const date = new Date(0);
    // Date.UTC takes the years 0 to 99 for 1900 to 1999.
    date.setUTCFullYear(of, monthIndex, 1);
    return BigInt(date.getTime());
  };
  return { from: start(year, number - 1), to: start(year, number) };
}
