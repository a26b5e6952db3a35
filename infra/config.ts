// Of this module alone: commands read the configuration, too, and all of Pulumi takes long to load.
import { RunError } from "@pulumi/pulumi/errors.js";
import {
  flag,
  list,
  listIfAny,
  oneOf,
  orElse,
  pair,
  record,
  text,
  wholeNumber,
  type Field,
  type Report,
} from "./config-fields.ts";
import { archiveLockDefault, type ArchiveLock } from "./plan/archive.ts";
import { stageOf, type CellEntry, type Registry, type Size, type Stage } from "./plan/registry.ts";

/** A stack's configuration, parsed. */
export interface ProgramConfig {
  readonly stage: Stage;
  /** What the stack is: one cell, or what the stage has once. */
  readonly target: { readonly kind: "cell"; readonly cell: CellEntry } | { readonly kind: "global" };
  readonly size: Size;
  readonly originSecrets: readonly [string, string];
  /** Whom alarms call: e-mail addresses and https URLs. */
  readonly alarmsTo: readonly string[];
  /** Whether tables, keys, pools and trails refuse to be deleted; false is the step before `pulumi destroy`. */
  readonly protect: boolean;
  /** How long nobody may change or delete what the archive has. */
  readonly archiveLock: ArchiveLock;
}

/**
 * Everything that is wrong with a stack's configuration, a line each: file, key, what was expected. The engine prints a
 * `RunError` without a stack trace: the fault is in the file, not in the program.
 */
export class ConfigError extends RunError {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

/** AWS's example account: what the local cloud runs as. No other account accepts the secrets that are checked in. */
export const localAccount = "111122223333";
/** The two secrets that are checked in. */
export const localOriginSecrets: readonly string[] = [
  "local-only-origin-secret-current",
  "local-only-origin-secret-next-up",
];

const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected an AWS region such as "eu-west-1"');
const cellName = text(/^[a-z][a-z0-9]{0,7}$/, "expected a lower-case letter and up to seven letters or digits");
const stageName = text(/^[a-z][a-z0-9]{0,9}$/, "expected a lower-case letter and up to nine letters or digits");
const secret = text(/^[\x21-\x7e]{32,128}$/, "expected 32 to 128 printable characters without spaces");

const cell: Field<CellEntry> = record({
  name: cellName,
  region,
  residency: text(/^[A-Z]{2,8}$/, 'expected two to eight capital letters such as "EU"'),
  network: wholeNumber(0, 255),
  standIns: list(cellName, 0, "expected a list of cells, perhaps empty"),
  near: list(text(/^[A-Za-z_+-]+\//, 'expected the start of a time zone such as "Europe/"'), 0, "expected a list"),
  stages: list(stageName, 1, "expected a list of at least one stage"),
});

const registryFields = {
  account: text(/^\d{12}$/, "expected the twelve digits of an AWS account"),
  domain: text(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'expected a domain such as "pay.example.com"'),
  zoneId: text(/^Z[A-Z0-9]{5,31}$/, "expected the id of the domain's Route 53 zone"),
  bank: record({
    url: text(/^https:\/\/[\w.-]+(\/[\w-]+)*$/, "expected an https address without a slash at the end"),
    name: text(/^[^\p{C}]{1,140}$/u, "expected 1 to 140 characters"),
    iban: text(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, "expected an IBAN without spaces"),
    bic: text(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, "expected a business identifier code (ISO 9362)"),
  }),
  authority: record({ replicas: pair(region, "expected two different regions"), witness: region }),
  cells: list(cell, 1, "expected a list of at least one cell"),
};

const lock: Field<ArchiveLock> = record({
  mode: oneOf(["COMPLIANCE", "GOVERNANCE"]),
  days: wholeNumber(1, 36_500),
});

const stackFields = {
  size: oneOf(["small", "full"]),
  originSecrets: pair(secret, "expected two different secrets: the one that the edge sends, and the next"),
  alarmsTo: listIfAny(
    text(/^(https:\/\/\S+|[^@\s]+@[^@\s]+\.[^@\s]+)$/, "expected an e-mail address or an https URL"),
    "expected a list of e-mail addresses and https URLs",
  ),
  protect: flag(true),
  archiveLock: orElse(lock, archiveLockDefault),
};

/** A value of the configuration by its full key. */
type Read = (key: string) => string | undefined;

/** Parses what Pulumi.yaml and the stack's own file say; `read` gives a value by its full key. Throws `ConfigError`. */
export function parseConfig(stack: string, read: Read): ProgramConfig {
  const faults: string[] = [];
  const own = reporter(faults, `Pulumi.${stack}.yaml`);
  const fromStack = <T>(key: keyof typeof stackFields, field: Field<T>) =>
    parse(read, `payment-cells:${key}`, field, own);
  const registry = registryOf(read, reporter(faults, "Pulumi.yaml"));
  const settings = complete<Pick<ProgramConfig, "size" | "originSecrets" | "alarmsTo" | "protect" | "archiveLock">>({
    size: fromStack("size", stackFields.size),
    originSecrets: fromStack("originSecrets", stackFields.originSecrets),
    alarmsTo: fromStack("alarmsTo", stackFields.alarmsTo),
    protect: fromStack("protect", stackFields.protect),
    archiveLock: fromStack("archiveLock", stackFields.archiveLock),
  });
  const stackRegion = parse(read, "aws:region", region, own);
  if (registry === undefined) {
    throw new ConfigError(faults);
  }
  const place = placeOf(stack, registry, own);
  if (place !== undefined && stackRegion !== undefined && stackRegion !== place.region) {
    own("aws:region", `expected "${place.region}", where Pulumi.yaml puts this stack`, stackRegion);
  }
  if (settings !== undefined && registry.account !== localAccount && settings.originSecrets.some(isLocal)) {
    const { account } = registry;
    const made = `expected secrets of your own (\`cells init ${stack}\` makes them)`;
    own("payment-cells:originSecrets", `${made}, for account ${account} is a real one`, "the local cloud's");
  }
  if (
    registry.account !== localAccount &&
    place?.stage.name === "prod" &&
    settings?.archiveLock.mode === "GOVERNANCE"
  ) {
    const whose = `for account ${registry.account} is a real one`;
    own("payment-cells:archiveLock.mode", `expected COMPLIANCE, ${whose}`, settings.archiveLock.mode);
  }
  if (faults.length > 0 || place === undefined || settings === undefined) {
    throw new ConfigError(faults);
  }
  return { stage: place.stage, target: place.target, ...settings };
}

/** Parses the part of the configuration that all stacks share, whatever their own files say. Throws `ConfigError`. */
export function parseRegistry(read: Read): Registry {
  const faults: string[] = [];
  const registry = registryOf(read, reporter(faults, "Pulumi.yaml"));
  if (registry === undefined || faults.length > 0) {
    throw new ConfigError(faults);
  }
  return registry;
}

function registryOf(read: Read, report: Report): Registry | undefined {
  const fromProject = <T>(key: keyof typeof registryFields, field: Field<T>) =>
    parse(read, `payment-cells:${key}`, field, report);
  const registry = complete<Registry>({
    account: fromProject("account", registryFields.account),
    domain: fromProject("domain", registryFields.domain),
    zoneId: fromProject("zoneId", registryFields.zoneId),
    authority: fromProject("authority", registryFields.authority),
    bank: fromProject("bank", registryFields.bank),
    cells: fromProject("cells", registryFields.cells),
  });
  if (registry !== undefined) {
    checkRegistry(registry, report);
  }
  return registry;
}

function reporter(faults: string[], file: string): Report {
  return (at, expected, got) => void faults.push(`${file}: ${at}: ${expected}, got ${shown(at, got)}.`);
}

function parse<T>(read: Read, key: string, field: Field<T>, report: Report): T | undefined {
  return field(unwrap(read(key)), key, report);
}

/** What the entries of a registry have to be to one another. */
function checkRegistry(registry: Registry, report: Report): void {
  const { cells, authority } = registry;
  const at = (index: number, key: string) => `payment-cells:cells[${index}].${key}`;
  cells.forEach((entry, index) => {
    const before = cells.slice(0, index);
    if (before.some((other) => other.name === entry.name)) {
      report(at(index, "name"), "expected a name that no other cell has", entry.name);
    }
    if (before.some((other) => other.network === entry.network)) {
      report(at(index, "network"), "expected a number that no other cell has", entry.network);
    }
    if (before.some((other) => other.region === entry.region && shareStage(other, entry))) {
      report(at(index, "region"), "expected a region where the stage has no other cell", entry.region);
    }
    entry.standIns.forEach((name, place) => {
      if (name === entry.name || !cells.some((other) => other.name === name)) {
        report(`${at(index, "standIns")}[${place}]`, "expected another cell of the registry", name);
      }
    });
  });
  if (authority.replicas.includes(authority.witness)) {
    report("payment-cells:authority.witness", "expected a third region beside the two replicas", authority.witness);
  }
}

function shareStage(one: CellEntry, other: CellEntry): boolean {
  return one.stages.some((stage) => other.stages.includes(stage));
}

/** Which stage and which part of it a stack is, and the region where that part stands. */
function placeOf(stack: string, registry: Registry, report: Report) {
  const [, stageName, part] = /^([a-z][a-z0-9]{0,9})-([a-z0-9]+)$/.exec(stack) ?? [];
  const stage = stageName === undefined ? undefined : stageOf(registry, stageName);
  const names = ["global", ...(stage?.cells ?? []).map((entry) => entry.name)];
  if (stage === undefined || stage.cells.length === 0) {
    report("the stack's name", 'expected "STAGE-CELL" or "STAGE-global" with a stage of the registry\'s cells', stack);
    return undefined;
  }
  if (part === "global") {
    return { stage, target: { kind: "global" }, region: registry.authority.replicas[0] } as const;
  }
  const entry = stage.cells.find((candidate) => candidate.name === part);
  if (entry === undefined) {
    const stacks = names.map((name) => `"${stage.name}-${name}"`).join(", ");
    report("the stack's name", `expected one of ${stacks}, by the registry in Pulumi.yaml`, stack);
    return undefined;
  }
  return { stage, target: { kind: "cell", cell: entry }, region: entry.region } as const;
}

function isLocal(value: string): boolean {
  return localOriginSecrets.includes(value);
}

/** Structured configuration reaches a program as JSON, plain text as it is. */
function unwrap(value: string | undefined): unknown {
  if (value === undefined || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The record, if every part of it was parsed. */
function complete<T extends object>(parts: { readonly [Key in keyof T]: T[Key] | undefined }): T | undefined {
  // None of the values is undefined, and they are of T's types otherwise.
  return Object.values(parts).every((part) => part !== undefined) ? (parts as T) : undefined;
}

/** Secrets are never shown, not even wrong ones. */
function shown(at: string, value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  return at.startsWith("payment-cells:originSecrets[") ? "something else" : JSON.stringify(value);
}
