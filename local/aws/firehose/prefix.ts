import { AwsError, notImplemented } from "../../core/errors.ts";

/** An expression in a prefix: `!{timestamp:yyyy/MM/dd}`. */
const expression = /!\{([A-Za-z]+):([^}]*)\}/g;

/** What stands behind a prefix that does not tell the time itself. */
const standardTime = "yyyy/MM/dd/HH/";

/** The parts of a time that a prefix may tell, as Java's DateTimeFormatter names them. */
const timeParts: Readonly<Record<string, (time: Date) => string>> = {
  yyyy: (time) => pad(time.getUTCFullYear(), 4),
  YYYY: (time) => pad(time.getUTCFullYear(), 4),
  yy: (time) => pad(time.getUTCFullYear() % 100, 2),
  MM: (time) => pad(time.getUTCMonth() + 1, 2),
  M: (time) => String(time.getUTCMonth() + 1),
  dd: (time) => pad(time.getUTCDate(), 2),
  d: (time) => String(time.getUTCDate()),
  HH: (time) => pad(time.getUTCHours(), 2),
  H: (time) => String(time.getUTCHours()),
  mm: (time) => pad(time.getUTCMinutes(), 2),
  ss: (time) => pad(time.getUTCSeconds(), 2),
  SSS: (time) => pad(time.getUTCMilliseconds(), 3),
};

/** What a prefix's expressions are made from. */
export interface PrefixFacts {
  /** When the oldest record of the object came, milliseconds since the epoch. */
  readonly arrivedMs: number;
  /** Eleven characters, drawn anew for each expression. */
  randomText(): string;
}

/**
 * Throws `InvalidArgumentException` for prefixes that Firehose refuses, and refuses by name what is not modelled.
 * Source: Amazon Data Firehose Developer Guide, "Understand custom prefixes for Amazon S3 objects".
 */
export function checkPrefixes(prefix: string, errorPrefix: string | undefined): void {
  const hasExpression = prefix.includes("!{");
  if (hasExpression && (errorPrefix ?? "") === "") {
    throw invalid("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
  }
  checkExpressions(prefix, "Prefix");
  if (errorPrefix === undefined || errorPrefix === "") return;
  checkExpressions(errorPrefix, "ErrorOutputPrefix");
  const tellsError = errorPrefix.includes("!{firehose:error-output-type}");
  if (errorPrefix.includes("!{") && !tellsError) {
    throw invalid("ErrorOutputPrefix must contain the expression !{firehose:error-output-type}.");
  }
}

/** The prefix of one object. */
export function expandPrefix(prefix: string, facts: PrefixFacts): string {
  const whole = prefix.includes("!{timestamp:") ? prefix : `${prefix}!{timestamp:${standardTime}}`;
  return whole.replaceAll(expression, (_, space: string, value: string) =>
    space === "timestamp" ? formatTime(value, facts.arrivedMs) : facts.randomText(),
  );
}

function checkExpressions(prefix: string, what: string): void {
  const left = prefix.replaceAll(expression, (_, space: string, value: string) => {
    if (space === "timestamp") formatTime(value, 0);
    else if (space === "partitionKeyFromQuery" || space === "partitionKeyFromLambda") {
      throw notImplemented("dynamic partitioning of delivery streams");
    } else if (space !== "firehose" || !isFirehoseValue(value, what)) {
      throw invalid(`${what} contains the unknown expression !{${space}:${value}}.`);
    }
    return "";
  });
  if (left.includes("!{")) throw invalid(`${what} contains an expression that is not closed or not valid.`);
}

function isFirehoseValue(value: string, what: string): boolean {
  return value === "random-string" || (value === "error-output-type" && what === "ErrorOutputPrefix");
}

/** A time by a pattern; texts stand in quotation marks. */
function formatTime(pattern: string, milliseconds: number): string {
  const time = new Date(milliseconds);
  return pattern.replaceAll(/'([^']*)'|([A-Za-z])\2*/g, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted;
    const part = timeParts[found];
    if (part === undefined) throw notImplemented(`the part "${found}" of a delivery stream's timestamp`);
    return part(time);
  });
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidArgumentException", message);
}
