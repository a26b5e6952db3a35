import type { CheckFailure, InputRule, Properties } from "../../core/resource.ts";
import { arn, between, oneOf } from "../rules.ts";
import { flag, type Input, optionalInteger, optionalList, optionalRecord, optionalText } from "./input.ts";
import { isRecord } from "./values.ts";

const tableClass = oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS");

/** The inputs of `aws.dynamodb.Table`, as far as they are modelled. */
export const tableInputs: Readonly<Record<string, InputRule>> = {
  name: { replaces: true, autoName: { lengthMax: 255 } },
  attributes: { unordered: true, computed: true },
  hashKey: { replaces: true, computed: true },
  rangeKey: { replaces: true },
  billingMode: { default: "PROVISIONED", ...oneOf("PROVISIONED", "PAY_PER_REQUEST") },
  readCapacity: { computed: true },
  writeCapacity: { computed: true },
  globalSecondaryIndexes: { unordered: true },
  globalTableWitness: { computed: true },
  replicas: { unordered: true },
  deletionProtectionEnabled: { default: false },
  pointInTimeRecovery: { default: { enabled: false }, computed: true },
  serverSideEncryption: { default: { enabled: false }, computed: true },
  streamEnabled: { default: false },
  streamViewType: { computed: true, ...oneOf("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY", "") },
  tableClass: { default: "STANDARD", ...tableClass },
  ttl: { default: { enabled: false }, computed: true },
};

/** The inputs of `aws.dynamodb.TableReplica`. */
export const replicaInputs: Readonly<Record<string, InputRule>> = {
  globalTableArn: { required: true, replaces: true, ...arn },
  kmsKeyArn: { replaces: true, computed: true, ...arn },
  pointInTimeRecovery: { default: false },
  deletionProtectionEnabled: { computed: true },
  tableClassOverride: { replaces: true, ...tableClass },
};

/** What the provider refuses of a table before AWS is asked. */
export function checkTable(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  return [
    ...checkBlocks(inputs),
    ...checkAttributes(inputs, unknowns),
    ...checkCapacity(inputs, unknowns),
    ...checkStream(inputs, unknowns),
    ...checkTtl(inputs),
  ];
}

/** The members of nested blocks: required, and what they may be. */
const blockRules: Readonly<Record<string, Readonly<Record<string, InputRule>>>> = {
  attributes: { name: { required: true }, type: { required: true, ...oneOf("B", "N", "S") } },
  globalSecondaryIndexes: {
    name: { required: true },
    projectionType: { required: true, ...oneOf("ALL", "KEYS_ONLY", "INCLUDE") },
  },
  replicas: {
    regionName: { required: true },
    consistencyMode: oneOf("EVENTUAL", "STRONG"),
    kmsKeyArn: arn,
  },
  pointInTimeRecovery: { enabled: { required: true }, recoveryPeriodInDays: between(1, 35) },
  serverSideEncryption: { enabled: { required: true }, kmsKeyArn: arn },
};

function checkBlocks(inputs: Properties): readonly CheckFailure[] {
  return Object.entries(blockRules).flatMap(([name, rules]) => {
    const value = inputs[name];
    if (isRecord(value)) return checkBlock(name, value, rules);
    const blocks = Array.isArray(value) ? value.filter(isRecord) : [];
    return blocks.flatMap((block, index) => checkBlock(`${name}[${index}]`, block, rules));
  });
}

function checkBlock(path: string, block: Input, rules: Readonly<Record<string, InputRule>>): readonly CheckFailure[] {
  return Object.entries(rules).flatMap(([name, { required, refusal }]) => {
    const value = block[name] ?? undefined;
    const missing = `Missing required argument. The argument "${name}" is required, but no definition was found.`;
    if (value === undefined) return required === true ? [{ property: `${path}.${name}`, reason: missing }] : [];
    const reason = refusal?.(value);
    return reason === undefined ? [] : [{ property: `${path}.${name}`, reason }];
  });
}

function checkAttributes(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  const names = ["attributes", "hashKey", "rangeKey", "globalSecondaryIndexes"];
  if (names.some((name) => unknowns.has(name))) return [];
  const keys = [inputs, ...records(inputs, "globalSecondaryIndexes")].flatMap((owner) => [
    optionalText(owner, "hashKey"),
    optionalText(owner, "rangeKey"),
    ...records(owner, "keySchemas").map((element) => optionalText(element, "attributeName")),
  ]);
  const used = new Set(keys.filter((name) => name !== undefined && name !== ""));
  const defined = new Set(records(inputs, "attributes").map((attribute) => optionalText(attribute, "name")));
  const unused = quoted([...defined].filter((name) => !used.has(name)));
  const missing = quoted([...used].filter((name) => !defined.has(name)));
  return [
    ...failure("attributes", unused, "all attributes must be indexed. Unused attributes:"),
    ...failure("attributes", missing, "all indexes must match a defined attribute. Unmatched indexes:"),
  ];
}

function failure(property: string, found: string, rule: string): readonly CheckFailure[] {
  return found === "" ? [] : [{ property, reason: `${rule} [${found}]` }];
}

function quoted(names: readonly (string | undefined)[]): string {
  return names
    .map((name) => `"${name ?? ""}"`)
    .toSorted()
    .join(" ");
}

function checkCapacity(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  if (unknowns.has("billingMode")) return [];
  const mode = optionalText(inputs, "billingMode") ?? "PROVISIONED";
  const fields = { readCapacity: "read_capacity", writeCapacity: "write_capacity" };
  return Object.entries(fields).flatMap(([property, field]) => {
    if (unknowns.has(property)) return [];
    const units = optionalInteger(inputs, property) ?? 0;
    if (mode === "PROVISIONED" && units < 1) {
      return [{ property, reason: `${field} must be at least 1 when billing_mode is "PROVISIONED"` }];
    }
    if (mode === "PAY_PER_REQUEST" && units !== 0) {
      return [{ property, reason: `${field} can not be set when billing_mode is "PAY_PER_REQUEST"` }];
    }
    return [];
  });
}

function checkStream(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  const isComplete = unknowns.has("streamViewType") || (optionalText(inputs, "streamViewType") ?? "") !== "";
  if (!flag(inputs, "streamEnabled") || isComplete) return [];
  return [{ property: "streamViewType", reason: "stream_view_type is required when stream_enabled = true" }];
}

function checkTtl(inputs: Properties): readonly CheckFailure[] {
  const ttl = optionalRecord(inputs, "ttl") ?? {};
  if (!flag(ttl, "enabled") || (optionalText(ttl, "attributeName") ?? "") !== "") return [];
  const reason = 'Attribute "ttl[0].attribute_name" must be specified when "ttl[0].enabled" is "true".';
  return [{ property: "ttl.attributeName", reason }];
}

function records(inputs: Input, member: string): readonly Input[] {
  return (optionalList(inputs, member) ?? []).filter(isRecord);
}
