import type { Condition, Statement } from "./document.ts";

/**
 * Keys that tell who calls or from where, with which a statement for everyone still names somebody: AWS's "The
 * meaning of public" (Amazon S3 User Guide), and the same keys of other services.
 */
const WHO: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "aws:vpcsourceip",
  "kms:calleraccount",
  "lambda:eventsourcetoken",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "elasticfilesystem:accesspointarn",
]);

/** Only services of AWS, and only those inside the network of a file system. */
const TELLING_WHEN_TRUE: ReadonlySet<string> = new Set([
  "aws:principalisawsservice",
  "elasticfilesystem:accessedviamounttarget",
]);

const POSITIVE: ReadonlySet<string> = new Set([
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
  "arnequals",
  "arnlike",
  "ipaddress",
]);

/** Whether this statement gives everyone something: it allows, names everyone, and no condition narrows who that is. */
export function grantsAnyone(statement: Statement): boolean {
  return statement.effect === "Allow" && namesAnyone(statement) && !isNarrowed(statement);
}

/** Whether the principals of this statement are everyone, whatever its conditions say. */
export function namesAnyone({ principals }: Statement): boolean {
  return principals.some(({ kind, value }) => kind === "AWS" && isAnyone(value));
}

/**
 * Whether a condition of this statement leaves only callers of certain accounts, organizations, networks or sources.
 */
function isNarrowed({ conditions }: Statement): boolean {
  return conditions.some(narrowsWho);
}

function narrowsWho(condition: Condition): boolean {
  const { key, operator, values, set } = condition;
  // Both hold where the request does not carry the key at all.
  if (condition.ifExists || set === "all") return false;
  if (TELLING_WHEN_TRUE.has(key)) return operator === "bool" && values.every((value) => value === "true");
  if (!WHO.has(key) || !POSITIVE.has(operator)) return false;
  return values.length > 0 && values.every((value) => isFixed(key, value));
}

function isAnyone(value: string): boolean {
  return value === "*" || /^arn:[^:]*:iam::\*:/.test(value);
}

function isFixed(key: string, value: string): boolean {
  if (key.endsWith("sourceip")) return isNetwork(value);
  if (value.startsWith("arn:")) return isFixedArn(value);
  return !/^[*?]+$/.test(value) && value !== "";
}

/** A network wider than /8 is nobody's own. */
function isNetwork(value: string): boolean {
  const [address = "", prefix] = value.split("/");
  if (prefix === undefined) return address !== "*" && address !== "";
  return Number(prefix) >= (address.includes(":") ? 16 : 8);
}

/** The account is fixed; where the ARN has none, as a bucket's, the resource begins with something that is. */
function isFixedArn(value: string): boolean {
  const [, , service, , account = "", ...rest] = value.split(":");
  // A bucket's name is one in the world, so "arn:aws:s3:*:*:orders", as AWS's own examples have it, names that bucket.
  const named = !/^[*?]/.test(rest.join(":"));
  if (service === "s3") return named;
  if (/^[*?]+$/.test(account)) return false;
  return account !== "" || named;
}
