import { AwsError } from "../../core/errors.ts";
import { isProperties, readerOf, type Reader } from "../inputs.ts";
import type { Bucket, ObjectVersion, Retention } from "./bucket.ts";
import { accessDenied, invalidArgument, invalidRequest } from "./errors.ts";

const dayMs = 86_400_000;

/** Whether objects of the bucket can be locked at all. */
function isLockable({ settings }: Bucket): boolean {
  return settings.has("objectLock");
}

/** Throws `InvalidRequest` where objects of the bucket cannot be locked. */
export function requireLockable(bucket: Bucket): void {
  if (!isLockable(bucket)) throw invalidRequest("Bucket is missing Object Lock Configuration");
}

/** What a new version is kept by: what the request says, else what the bucket says. */
export function lockOfNew(
  bucket: Bucket,
  input: Reader,
  nowMs: number,
): Pick<ObjectVersion, "retention" | "legalHold"> {
  const mode = input.text("ObjectLockMode");
  const until = input.text("ObjectLockRetainUntilDate");
  const hold = input.text("ObjectLockLegalHoldStatus");
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      mode === undefined ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date",
    );
  }
  if (mode !== undefined || hold !== undefined) requireLockable(bucket);
  const retention =
    mode === undefined || until === undefined ? defaultRetention(bucket, nowMs) : parseRetention(mode, until, nowMs);
  return { retention, legalHold: hold !== undefined && parseHold(hold) };
}

function defaultRetention({ settings }: Bucket, nowMs: number): Retention | undefined {
  const rule = settings.get("objectLock")?.["rule"];
  if (!isProperties(rule) || !isProperties(rule["defaultRetention"])) return undefined;
  const given = readerOf("defaultRetention", rule["defaultRetention"]);
  const years = given.number("years");
  const until = new Date(nowMs);
  if (years === undefined) until.setTime(nowMs + (given.number("days") ?? 0) * dayMs);
  else until.setUTCFullYear(until.getUTCFullYear() + years);
  return { mode: given.text("mode") === "COMPLIANCE" ? "COMPLIANCE" : "GOVERNANCE", untilMs: until.getTime() };
}

/** Reads a retention. Throws `InvalidArgument` for one that would be over already. */
export function parseRetention(mode: string, until: string, nowMs: number): Retention {
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") {
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode");
  }
  const untilMs = Date.parse(until);
  if (Number.isNaN(untilMs)) {
    throw invalidArgument("The retain until date must be provided in ISO 8601 format");
  }
  if (untilMs <= nowMs) throw invalidArgument("The retain until date must be in the future!");
  return { mode, untilMs };
}

/** Reads whether a legal hold is on. */
export function parseHold(status: string): boolean {
  if (status === "ON" || status === "OFF") return status === "ON";
  throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold");
}

/** Whether only somebody who may bypass governance can delete the version, or change what keeps it. */
export function isGoverned({ retention }: ObjectVersion, nowMs: number): boolean {
  return retention !== undefined && retention.mode === "GOVERNANCE" && retention.untilMs > nowMs;
}

/** Throws `AccessDenied` where the version is kept; `bypass`: governance is to be set aside, by somebody who may. */
export function requireUnlocked(version: ObjectVersion, nowMs: number, bypass: boolean): void {
  const { retention, legalHold } = version;
  const retained = retention !== undefined && retention.untilMs > nowMs && !(isGoverned(version, nowMs) && bypass);
  if (legalHold || retained) throw protectedByLock();
}

/** Gives a version another retention: a longer one always, a weaker one as its present one allows. */
export function changeRetention(
  version: ObjectVersion,
  next: Retention | undefined,
  nowMs: number,
  bypass: boolean,
): void {
  const { retention: standing } = version;
  const holds = standing !== undefined && standing.untilMs > nowMs;
  const weaker =
    holds &&
    (next === undefined ||
      next.untilMs < standing.untilMs ||
      (standing.mode === "COMPLIANCE" && next.mode === "GOVERNANCE"));
  if (weaker && !(standing.mode === "GOVERNANCE" && bypass)) throw protectedByLock();
  version.retention = next;
}

/** S3's answer where no version of the bucket was ever given a retention or a hold. */
export function noLockOnObject(): AwsError {
  const message = "The specified object does not have a ObjectLock configuration";
  return new AwsError("NoSuchObjectLockConfiguration", message, 404);
}

function protectedByLock(): AwsError {
  return accessDenied("Access Denied because object protected by object lock.");
}
