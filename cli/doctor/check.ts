import { aligned, count } from "../text.ts";

/** One thing that was looked at. */
export interface Check {
  /** "zone", "quota", …: what kind of thing. */
  readonly check: string;
  /** The stack or region that it is about; absent where it is about all. */
  readonly where?: string;
  /** `warn` stops nobody, `fail` stops the deployment sooner or later. */
  readonly status: "ok" | "warn" | "fail";
  readonly found: string;
  /** What to do about it, in one sentence; there wherever the status is not `ok`. */
  readonly remedy?: string;
}

/** What was looked at, where. */
export interface Subject {
  readonly check: string;
  readonly where?: string;
}

/** All is well with it. */
export function ok(subject: Subject, found: string): Check {
  return { ...subject, status: "ok", found };
}

/** It stops nobody. */
export function warn(subject: Subject, found: string, remedy: string): Check {
  return { ...subject, status: "warn", found, remedy };
}

/** It has to be put right. */
export function fail(subject: Subject, found: string, remedy: string): Check {
  return { ...subject, status: "fail", found, remedy };
}

/** The checks for people: a line each, the remedy below, and the sum of it all. */
export function report(checks: readonly Check[]): readonly string[] {
  const rows = aligned(checks.map(({ status, check, where, found }) => [status, check, where ?? "", found]));
  const lines = checks.flatMap(({ remedy }, index) => [
    rows[index] ?? "",
    ...(remedy === undefined ? [] : [`      -> ${remedy}`]),
  ]);
  const failed = checks.filter(({ status }) => status === "fail").length;
  const warned = checks.filter(({ status }) => status === "warn").length;
  const sum = failed + warned === 0 ? "all hold" : `${failed} failed, ${count(warned, "warning")}`;
  return [...lines, "", `${count(checks.length, "check")}, ${sum}.`];
}
