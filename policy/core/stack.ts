import { NotKnown, reader, UNKNOWN } from "./reader.ts";
import type { Resource, Stack } from "./rule.ts";

/** A resource as an engine, a state file or a graph tells it. */
export interface Declared {
  readonly urn: string;
  /** The type token, "aws:sqs/queue:Queue". */
  readonly type: string;
  readonly name: string;
  readonly protect: boolean;
  /** What the program asked for; `UNKNOWN` stands for what is not known yet. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What the provider answered, as far as it is known: here ids and ARNs are looked up. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The URNs that each property was made from, where the engine tells. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Resources that are judged together. */
export interface JudgedStack extends Stack {
  readonly resources: readonly Resource[];
}

/** By what one resource names another. */
const IDENTITIES = [
  "id",
  "arn",
  "name",
  "bucket",
  "url",
  "keyId",
  "streamArn",
  "qualifiedArn",
  "invokeArn",
  "executionArn",
  "bucketDomainName",
  "bucketRegionalDomainName",
] as const;

/** The stack of these resources. */
export function stackOf(declared: readonly Declared[]): JudgedStack {
  const byUrn = new Map(declared.map((one) => [one.urn, one]));
  const resources = declared.map(resourceOf);
  const byType = new Map<string, Resource[]>();
  for (const one of resources) byType.set(one.type, [...(byType.get(one.type) ?? []), one]);
  const ofType = (...types: readonly string[]): readonly Resource[] => types.flatMap((type) => byType.get(type) ?? []);
  const declaredAs = ({ urn }: Resource): Declared => {
    const found = byUrn.get(urn);
    if (found === undefined) throw new Error(`${urn} is not of this stack.`);
    return found;
  };
  let accounts: ReadonlySet<string> | undefined;
  return {
    resources,
    ofType,
    accounts: () => (accounts ??= accountsOf(declared)),
    referringTo: (resource, property, ...types) =>
      ofType(...types).filter((one) => refersTo(declaredAs(one), property, declaredAs(resource), byUrn)),
    referredBy: (resource, property, ...types) =>
      ofType(...types).find((one) => refersTo(declaredAs(resource), property, declaredAs(one), byUrn)),
  };
}

/**
 * What the provider answered tells the account; before there is an answer, what resources name in plain text does:
 * nearly always it is of the same account.
 */
function accountsOf(declared: readonly Declared[]): ReadonlySet<string> {
  const answered = accountsIn(declared.flatMap(({ outputs }) => [outputs?.["arn"], outputs?.["id"]]));
  if (answered.size > 0) return answered;
  return accountsIn(
    declared.flatMap(({ properties }) =>
      Object.entries(properties).flatMap(([name, value]) => (NAMES_OTHERS.test(name) ? [] : value)),
    ),
  );
}

function accountsIn(values: readonly unknown[]): ReadonlySet<string> {
  const told = values.map((value) => (typeof value === "string" ? ACCOUNT.exec(value)?.[1] : undefined));
  return new Set(told.filter((one) => one !== undefined));
}

/** Properties that say whom a resource lets in. */
const NAMES_OTHERS = /principal$/i;

/** The account in an ARN or in a queue's address. */
const ACCOUNT = /^(?:arn:[^:]*:[^:]*:[^:]*:|https:\/\/sqs\.[^/]+\/)(\d{12})(?::|\/)/;

function resourceOf({ urn, type, name, protect, properties }: Declared): Resource {
  return { urn, type, name, protect, read: reader(properties) };
}

function refersTo(from: Declared, property: string, to: Declared, byUrn: ReadonlyMap<string, Declared>): boolean {
  const steps = property.split(".").map((step) => step.replaceAll(/\[(\d+)\]/g, ".$1").split("."));
  const path = steps.flat();
  const values = valuesAt(from.properties, path);
  if (values.some((value) => value !== UNKNOWN && names(value, from, to))) return true;
  const connected = from.propertyDependencies?.[path[0] ?? ""] ?? [];
  const unknown = values.includes(UNKNOWN);
  // What is made from several things, such as a whole block, tells by its connections only about what is not known.
  if (connected.includes(to.urn) && values.length > 0 && (unknown || path.length === 1)) return true;
  // `hostedZoneId: signingKey.hostedZoneId` names the zone that the key names.
  const name = path.at(-1) ?? "";
  const passedOn = (urn: string): boolean => byUrn.get(urn)?.propertyDependencies?.[name]?.includes(to.urn) === true;
  if (unknown && connected.some(passedOn)) return true;
  if (unknown && connected.length === 0) throw new NotKnown(`${property} of ${from.type} ${from.name}`);
  return false;
}

/** What is at a path; a list without an index stands for each of its elements. */
function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (value === UNKNOWN) return [UNKNOWN];
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    if (step !== undefined && /^\d+$/.test(step)) return valuesAt(value[Number(step)], rest);
    return value.flatMap((one) => valuesAt(one, path));
  }
  if (step === undefined) return [value];
  if (typeof value !== "object") return [];
  // An object that is no list, asked for one of its properties.
  return valuesAt((value as Readonly<Record<string, unknown>>)[step], rest);
}

function names(value: unknown, from: Declared, to: Declared): boolean {
  if (typeof value !== "string" || value === "") return false;
  const identities = IDENTITIES.flatMap((key) => [to.properties[key], to.outputs?.[key]]).filter(
    (one): one is string => typeof one === "string" && one !== "",
  );
  const named = parsedArn(value);
  if (named === undefined) {
    if (inOtherRegion(from.properties["region"], to)) return false;
    return identities.includes(value) || identities.includes(nameInQueueUrl(value) ?? value);
  }
  if (identities.includes(value)) return true;
  if (named.service !== serviceOf(to.type) || inOtherRegion(named.region, to)) return false;
  return identities.includes(named.resource) || identities.includes(named.name);
}

function inOtherRegion(region: unknown, to: Declared): boolean {
  const own = to.properties["region"] ?? to.outputs?.["region"];
  return typeof region === "string" && region !== "" && typeof own === "string" && own !== region;
}

interface Arn {
  readonly service: string;
  readonly region: string;
  /** Everything after the account: "table/ledger". */
  readonly resource: string;
  /** The same without its kind: "ledger". */
  readonly name: string;
}

function parsedArn(value: string): Arn | undefined {
  const [scheme, , service = "", region = "", , ...rest] = value.split(":");
  if (scheme !== "arn" || rest.length === 0) return undefined;
  const resource = rest.join(":").replace(/:\*$/, "");
  return { service, region, resource, name: resource.replace(/^[a-zA-Z-]+[:/]/, "") };
}

const SERVICES: Readonly<Record<string, string>> = { sfn: "states", cloudwatch: "logs", alb: "elasticloadbalancing" };

/** The service of an ARN of this type: "aws:sfn/stateMachine:StateMachine" is of "states". */
function serviceOf(type: string): string {
  const module = type.split(":")[1]?.split("/")[0] ?? "";
  if (type.startsWith("aws:cloudwatch/metricAlarm")) return "cloudwatch";
  if (type.startsWith("aws:cloudwatch/event")) return "events";
  return SERVICES[module] ?? module;
}

function nameInQueueUrl(value: string): string | undefined {
  return /^https:\/\/(?:sqs|queue)[^/]*\/\d{12}\/([^/]+)$/.exec(value)?.[1];
}
