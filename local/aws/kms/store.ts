import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";
import { MAC_DIGESTS } from "./cryptography.ts";
import type { MacSpec } from "./cryptography.ts";
import { SIGNING_SPEC } from "./signatures.ts";
import { createAliases } from "./aliases.ts";
import { createGraveyard } from "./graveyard.ts";
import { requireUnburied } from "./key-state.ts";
import { notFound } from "./not-found.ts";

/** The key specs that are modelled. */
type KeySpec = "SYMMETRIC_DEFAULT" | MacSpec | typeof SIGNING_SPEC;

/** What a key may be used for. */
type KeyUsage = "ENCRYPT_DECRYPT" | "GENERATE_VERIFY_MAC" | "SIGN_VERIFY";

/** A KMS key in one region; replicas of a multi-region key share id, material and rotation. */
export interface KmsKey {
  readonly keyId: string;
  readonly arn: string;
  readonly region: string;
  readonly primaryRegion: string;
  readonly multiRegion: boolean;
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  readonly createdAt: number;
  readonly material: Buffer;
  readonly rotation: Rotation;
  enabled: boolean;
  description: string;
  /** The key policy's text, as it was given. */
  policy: string;
  tags: ReadonlyMap<string, string>;
  deletion: Deletion | undefined;
}

/** Whether new material comes by itself. The material itself never changes here. */
interface Rotation {
  enabled: boolean;
  periodDays: number;
}

/** A deletion that was scheduled. */
interface Deletion {
  readonly windowDays: number;
  /** Milliseconds since the epoch; undefined while a primary key waits for its replicas to be gone. */
  at: number | undefined;
}

/** A key as a request found it: the alias is known where the request used one. */
export interface ResolvedKey {
  readonly key: KmsKey;
  readonly requestAlias?: string;
}

type Own = Pick<KmsKey, "region" | "enabled" | "description" | "policy" | "tags">;

/** What a new key is made of. */
type KeyDeclaration = Own & Pick<KmsKey, "multiRegion"> & { readonly spec: string; readonly usage: string };

/** What a new replica is made of. */
type ReplicaDeclaration = Own & { readonly primaryArn: string };

/** The keys and aliases of all regions. */
export interface KeyStore {
  createKey(declaration: KeyDeclaration): KmsKey;
  createReplica(declaration: ReplicaDeclaration): KmsKey;
  createAlias(region: string, name: string, targetKeyId: string): KmsKey;
  /** Lets an alias stand for another key. */
  updateAlias(region: string, name: string, targetKeyId: string): KmsKey;
  deleteAlias(region: string, name: string): void;
  /** Finds a key by id, ARN, alias or alias ARN; throws `NotFoundException`. */
  resolve(region: string, reference: string): ResolvedKey;
  find(region: string, keyId: string): KmsKey | undefined;
  keys(region: string): readonly KmsKey[];
  /** A key in every region that has it. */
  everywhere(keyId: string): readonly KmsKey[];
  /** Alias name and key id of every alias of a region. */
  aliases(region: string): readonly (readonly [name: string, keyId: string])[];
  /** Makes a key unusable, and lets it vanish with its aliases after the window. */
  scheduleDeletion(key: KmsKey, windowDays: number): void;
}

/** For how long material is used where nobody says, days. */
export const rotationDaysDefault = 365;

/** Creates a store without keys. */
export function createKeyStore(kernel: Kernel, accountId: string): KeyStore {
  const regions = new Map<string, Map<string, KmsKey>>();
  const everywhere = (keyId: string) => [...regions.values()].flatMap((keys) => keys.get(keyId) ?? []);
  const aliases = createAliases(accountId, resolve);
  const graveyard = createGraveyard(kernel, everywhere, (key) => {
    regions.get(key.region)?.delete(key.keyId);
    aliases.forget(key);
  });
  const arnOf = (region: string, keyId: string) => `arn:aws:kms:${region}:${accountId}:key/${keyId}`;

  function add(key: KmsKey): KmsKey {
    const keys = regions.get(key.region) ?? new Map<string, KmsKey>();
    regions.set(key.region, keys.set(key.keyId, key));
    return key;
  }

  function find(region: string, keyId: string): KmsKey | undefined {
    graveyard.bury();
    return regions.get(region)?.get(keyId);
  }

  function resolve(region: string, reference: string): ResolvedKey {
    graveyard.bury();
    const local = reference.startsWith("arn:") ? withinRegion(reference, region, accountId) : reference;
    const requestAlias = local.startsWith("alias/") ? local : undefined;
    const keyId = requestAlias === undefined ? local.replace(/^key\//, "") : aliases.keyIdOf(region, requestAlias);
    const key = find(region, keyId);
    if (key === undefined) throw notFound(`Key '${arnOf(region, keyId)}' does not exist`);
    return { key, ...(requestAlias !== undefined && { requestAlias }) };
  }

  return {
    createKey: (declaration) => add(newKey(kernel, declaration, arnOf)),
    createReplica({ primaryArn, ...own }) {
      const { key: primary } = resolve(primaryArn.split(":")[3] ?? "", primaryArn);
      requireReplicable(primary);
      if (find(own.region, primary.keyId) !== undefined) {
        throw new AwsError("AlreadyExistsException", `${primary.keyId} already exists in ${own.region}.`);
      }
      return add({ ...primary, ...own, arn: arnOf(own.region, primary.keyId), createdAt: kernel.now() });
    },
    aliases(region) {
      graveyard.bury();
      return aliases.list(region);
    },
    createAlias: aliases.create,
    updateAlias: aliases.update,
    deleteAlias: aliases.remove,
    resolve,
    find,
    keys(region) {
      graveyard.bury();
      return [...(regions.get(region)?.values() ?? [])];
    },
    everywhere(keyId) {
      graveyard.bury();
      return everywhere(keyId);
    },
    scheduleDeletion: graveyard.schedule,
  };
}

function newKey(
  kernel: Kernel,
  { spec, usage, ...own }: KeyDeclaration,
  arnOf: (region: string, keyId: string) => string,
): KmsKey {
  const kind = checkedSpec(spec, usage);
  const keyId = own.multiRegion ? `mrk-${randomHex(kernel, 16)}` : uuid(kernel);
  return {
    ...own,
    ...kind,
    keyId,
    arn: arnOf(own.region, keyId),
    primaryRegion: own.region,
    createdAt: kernel.now(),
    material: Buffer.from(randomHex(kernel, 32), "hex"),
    rotation: { enabled: false, periodDays: rotationDaysDefault },
    deletion: undefined,
  };
}

function requireReplicable(primary: KmsKey): void {
  requireUnburied(primary);
  if (!primary.enabled) throw new AwsError("DisabledException", `${primary.arn} is disabled.`);
  if (primary.multiRegion && primary.region === primary.primaryRegion) return;
  throw new AwsError("UnsupportedOperationException", `${primary.arn} is not a multi-region primary key.`);
}

function withinRegion(arn: string, region: string, accountId: string): string {
  const [, , , arnRegion, arnAccount, resource = ""] = arn.split(":");
  if (arnRegion !== region) throw notFound(`Invalid arn ${arnRegion ?? ""}`);
  if (arnAccount !== accountId) throw notImplemented(`keys of the other account ${arnAccount ?? ""}`);
  return resource;
}

function checkedSpec(spec: string, usage: string): Pick<KmsKey, "spec" | "usage"> {
  if (usage !== "ENCRYPT_DECRYPT" && usage !== "GENERATE_VERIFY_MAC" && usage !== "SIGN_VERIFY") {
    throw notImplemented(`KMS keys of the usage ${usage}`);
  }
  if (!isKeySpec(spec)) throw notImplemented(`KMS keys of the spec ${spec}`);
  if (usage !== usageOf(spec)) {
    throw new AwsError("ValidationException", `KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  }
  return { spec, usage };
}

/** What keys of a spec are for; AWS's elliptic curves could agree on keys too. */
function usageOf(spec: KeySpec): KeyUsage {
  if (spec === SIGNING_SPEC) return "SIGN_VERIFY";
  return spec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "GENERATE_VERIFY_MAC";
}

function isKeySpec(spec: string): spec is KeySpec {
  return spec === "SYMMETRIC_DEFAULT" || spec === SIGNING_SPEC || spec in MAC_DIGESTS;
}
