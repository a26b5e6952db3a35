import { AwsError, notImplemented } from "../../core/errors.ts";

/** When a schedule fires. */
export type ScheduleTimes =
  | { readonly kind: "rate"; readonly periodMs: number }
  | { readonly kind: "at"; readonly atMs: number };

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** Parses "rate(5 minutes)" and "at(2026-01-01T12:00:00)" (UTC); cron expressions are refused by name. */
export function parseExpression(expression: string, timezone: string): ScheduleTimes {
  const invalid = () => new AwsError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  if (!isTimeZone(timezone)) throw new AwsError("ValidationException", `Invalid time zone ${timezone}.`);
  const [, kind = "", argument = ""] = /^(rate|at|cron)\((.+)\)$/.exec(expression) ?? [];
  switch (kind) {
    case "rate": {
      const [, count = "", unit = ""] = /^(\d+) (\w+)$/.exec(argument) ?? [];
      const unitMs = units[unit];
      if (unitMs === undefined || Number(count) < 1) throw invalid();
      return { kind, periodMs: Number(count) * unitMs };
    }
    case "at": {
      if (timezone !== "UTC") throw notImplemented(`schedules in the time zone ${timezone}`);
      const atMs = Date.parse(`${argument}Z`);
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument) || Number.isNaN(atMs)) throw invalid();
      return { kind, atMs };
    }
    case "cron":
      throw notImplemented(`the schedule expression ${expression}`);
    default:
      throw invalid();
  }
}

/** The first time at or after `fromMs`; undefined where there is none. A rate counts from `anchorMs`. */
export function nextTime(times: ScheduleTimes, anchorMs: number, fromMs: number): number | undefined {
  if (times.kind === "at") return times.atMs >= fromMs ? times.atMs : undefined;
  const periods = Math.max(0, Math.ceil((fromMs - anchorMs) / times.periodMs));
  return anchorMs + periods * times.periodMs;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
