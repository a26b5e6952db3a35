import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";
import { MAC_DIGESTS } from "./cryptography.ts";
import type { MacSpec } from "./cryptography.ts";

/** The key specs that are modelled. */
type KeySpec = "SYMMETRIC_DEFAULT" | MacSpec;

/** What a key may be used for. */
type KeyUsage = "ENCRYPT_DECRYPT" | "GENERATE_VERIFY_MAC";

/** A KMS key in one region; replicas of a multi-region key share id and material. */
export interface KmsKey {
  readonly keyId: string;
  readonly arn: string;
  readonly region: string;
  readonly primaryRegion: string;
  readonly multiRegion: boolean;
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  readonly enabled: boolean;
  readonly description: string;
  readonly createdAt: number;
  readonly material: Buffer;
}

/** A key as a request found it: the alias is known where the request used one. */
export interface ResolvedKey {
  readonly key: KmsKey;
  readonly requestAlias?: string;
}

/** What a new key is made of. */
type KeyDeclaration = Pick<KmsKey, "region" | "multiRegion" | "usage" | "enabled" | "description"> & {
  readonly spec: string;
};

/** What a new replica is made of. */
type ReplicaDeclaration = Pick<KmsKey, "region" | "enabled" | "description"> & { readonly primaryArn: string };

/** The keys and aliases of all regions. */
export interface KeyStore {
  createKey(declaration: KeyDeclaration): KmsKey;
  createReplica(declaration: ReplicaDeclaration): KmsKey;
  createAlias(region: string, name: string, targetKeyId: string): KmsKey;
  /** Finds a key by id, ARN, alias or alias ARN; throws `NotFoundException`. */
  resolve(region: string, reference: string): ResolvedKey;
  keys(region: string): readonly KmsKey[];
  /** A key in every region that has it. */
  everywhere(keyId: string): readonly KmsKey[];
  /** Alias name and key id of every alias of a region, in the order of their making. */
  aliases(region: string): readonly (readonly [name: string, keyId: string])[];
}

/** Creates a store without keys. */
export function createKeyStore(kernel: Kernel, accountId: string): KeyStore {
  const keysByRegion = new Map<string, Map<string, KmsKey>>();
  const aliasesByRegion = new Map<string, Map<string, string>>();

  const arnOf = (region: string, resource: string) => `arn:aws:kms:${region}:${accountId}:${resource}`;

  function add(key: KmsKey): KmsKey {
    inRegion(keysByRegion, key.region).set(key.keyId, key);
    return key;
  }

  function byId(region: string, keyId: string): KmsKey {
    const key = keysByRegion.get(region)?.get(keyId);
    if (key === undefined) throw notFound(`Key '${arnOf(region, `key/${keyId}`)}' does not exist`);
    return key;
  }

  function resolve(region: string, reference: string): ResolvedKey {
    const local = reference.startsWith("arn:") ? withinRegion(reference, region, accountId) : reference;
    if (!local.startsWith("alias/")) return { key: byId(region, local.replace(/^key\//, "")) };
    const keyId = aliasesByRegion.get(region)?.get(local);
    if (keyId === undefined) throw notFound(`Alias ${arnOf(region, local)} is not found.`);
    return { key: byId(region, keyId), requestAlias: local };
  }

  return {
    createKey({ region, multiRegion, spec, usage, enabled, description }) {
      const keyId = multiRegion ? `mrk-${randomHex(kernel, 16)}` : uuid(kernel);
      return add({
        keyId,
        arn: arnOf(region, `key/${keyId}`),
        region,
        primaryRegion: region,
        multiRegion,
        ...checkedSpec(spec, usage),
        enabled,
        description,
        createdAt: kernel.now(),
        material: Buffer.from(randomHex(kernel, 32), "hex"),
      });
    },
    createReplica({ region, enabled, description, primaryArn }) {
      const primaryRegion = primaryArn.split(":")[3] ?? "";
      const { key: primary } = resolve(primaryRegion, primaryArn);
      if (!primary.multiRegion) {
        throw new AwsError("UnsupportedOperationException", `${primary.arn} is not a multi-region key.`);
      }
      if (inRegion(keysByRegion, region).has(primary.keyId)) {
        throw new AwsError("AlreadyExistsException", `${primary.keyId} already exists in ${region}.`);
      }
      const arn = arnOf(region, `key/${primary.keyId}`);
      return add({ ...primary, arn, region, primaryRegion, enabled, description, createdAt: kernel.now() });
    },
    createAlias(region, name, targetKeyId) {
      checkAliasName(name);
      const aliases = inRegion(aliasesByRegion, region);
      if (aliases.has(name)) {
        throw new AwsError("AlreadyExistsException", `An alias with the name ${arnOf(region, name)} already exists`);
      }
      const { key } = resolve(region, targetKeyId);
      aliases.set(name, key.keyId);
      return key;
    },
    resolve,
    keys: (region) => [...(keysByRegion.get(region)?.values() ?? [])],
    everywhere: (keyId) => [...keysByRegion.values()].flatMap((keys) => keys.get(keyId) ?? []),
    aliases: (region) => [...(aliasesByRegion.get(region) ?? [])],
  };
}

function checkAliasName(name: string): void {
  if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith("alias/aws/")) {
    throw new AwsError("InvalidAliasNameException", `Alias ${name} must be alias/… and not alias/aws/….`);
  }
}

function inRegion<Value>(regions: Map<string, Map<string, Value>>, region: string): Map<string, Value> {
  const known = regions.get(region) ?? new Map<string, Value>();
  regions.set(region, known);
  return known;
}

function withinRegion(arn: string, region: string, accountId: string): string {
  const [, , , arnRegion, arnAccount, resource = ""] = arn.split(":");
  if (arnRegion !== region) throw notFound(`Invalid arn ${arnRegion ?? ""}`);
  if (arnAccount !== accountId) throw notImplemented(`keys of the other account ${arnAccount ?? ""}`);
  return resource;
}

function checkedSpec(spec: string, usage: KeyUsage): Pick<KmsKey, "spec" | "usage"> {
  const expected = spec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "GENERATE_VERIFY_MAC";
  if (!isKeySpec(spec)) throw notImplemented(`KMS keys of the spec ${spec}`);
  if (usage !== expected) {
    throw new AwsError("ValidationException", `KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  }
  return { spec, usage };
}

function isKeySpec(spec: string): spec is KeySpec {
  return spec === "SYMMETRIC_DEFAULT" || spec in MAC_DIGESTS;
}

function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message);
}
