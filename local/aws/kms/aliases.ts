import { AwsError } from "../../core/errors.ts";
import { requireUnburied } from "./key-state.ts";
import { notFound } from "./not-found.ts";
import type { KmsKey, ResolvedKey } from "./store.ts";

/** The aliases of all regions. */
export interface Aliases {
  create(region: string, name: string, targetKeyId: string): KmsKey;
  /** Lets an alias stand for another key. */
  update(region: string, name: string, targetKeyId: string): KmsKey;
  remove(region: string, name: string): void;
  /** The id that an alias stands for; throws `NotFoundException`. */
  keyIdOf(region: string, name: string): string;
  /** Alias name and key id of every alias of a region. */
  list(region: string): readonly (readonly [name: string, keyId: string])[];
  /** Drops the aliases of a key that is gone. */
  forget(key: KmsKey): void;
}

/** A book of aliases without entries; `resolve` finds the keys that they are to stand for. */
export function createAliases(accountId: string, resolve: (region: string, reference: string) => ResolvedKey): Aliases {
  const regions = new Map<string, Map<string, string>>();
  const arnOf = (region: string, name: string) => `arn:aws:kms:${region}:${accountId}:${name}`;

  function inRegion(region: string): Map<string, string> {
    const known = regions.get(region) ?? new Map<string, string>();
    regions.set(region, known);
    return known;
  }

  function keyIdOf(region: string, name: string): string {
    const keyId = regions.get(region)?.get(name);
    if (keyId === undefined) throw notFound(`Alias ${arnOf(region, name)} is not found.`);
    return keyId;
  }

  return {
    create(region, name, targetKeyId) {
      requireName(name);
      if (inRegion(region).has(name)) {
        throw new AwsError("AlreadyExistsException", `An alias with the name ${arnOf(region, name)} already exists`);
      }
      const key = requireTarget(resolve(region, targetKeyId));
      inRegion(region).set(name, key.keyId);
      return key;
    },
    update(region, name, targetKeyId) {
      const { key: old } = resolve(region, name);
      const key = requireTarget(resolve(region, targetKeyId));
      if (key.usage !== old.usage || key.spec !== old.spec) {
        throw new AwsError("ValidationException", `Alias ${name} cannot be moved to a key of another kind.`);
      }
      inRegion(region).set(name, key.keyId);
      return key;
    },
    remove(region, name) {
      keyIdOf(region, name);
      inRegion(region).delete(name);
    },
    keyIdOf,
    list: (region) => [...(regions.get(region) ?? [])],
    forget({ region, keyId }) {
      for (const [name, target] of inRegion(region)) if (target === keyId) inRegion(region).delete(name);
    },
  };
}

function requireTarget({ key, requestAlias }: ResolvedKey): KmsKey {
  if (requestAlias !== undefined) throw new AwsError("ValidationException", "Aliases must refer to keys. Not aliases");
  requireUnburied(key);
  return key;
}

function requireName(name: string): void {
  if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith("alias/aws/")) {
    throw new AwsError("InvalidAliasNameException", `Alias ${name} must be alias/… and not alias/aws/….`);
  }
}
