import { createPolicySet } from "./evaluation.ts";
import type { CompiledStatement, PolicySet } from "./evaluation.ts";
import { alreadyExists, checkName, deleteConflict, limitExceeded, noSuchEntity } from "./limits.ts";
import { compileIdentity, createManagedPolicies, sizeOf } from "./managed-policies.ts";
import type { ManagedPolicies, NewVersion, PolicyVersion } from "./managed-policies.ts";
import { checkPolicy } from "./resource-policies.ts";

/** A role and all that was put on it. */
export interface StoredRole extends RoleSettings {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly createdMs: number;
  readonly inline: Map<string, InlinePolicy>;
  readonly attached: Set<string>;
}

interface InlinePolicy {
  readonly document: string;
  /** Without white space, as IAM counts it. */
  readonly size: number;
  readonly statements: readonly CompiledStatement[];
}

/** What of a role can be changed; policy documents as text. */
interface RoleSettings {
  trustPolicy: string;
  maxSessionSeconds: number;
  boundaryArn: string | undefined;
  description: string | undefined;
  tags: Readonly<Record<string, string>>;
}

/** What a new role is made of. */
interface RoleDeclaration extends Readonly<RoleSettings> {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly createdMs: number;
}

/** The roles and policies of the account. */
export interface IamStore {
  createRole(declaration: RoleDeclaration): StoredRole;
  updateRole(roleName: string, changes: Partial<Readonly<RoleSettings>>): void;
  /** Throws `DeleteConflict` while a policy is on the role. */
  deleteRole(roleName: string): void;
  putRolePolicy(roleName: string, policyName: string, document: string): void;
  deleteRolePolicy(roleName: string, policyName: string): void;
  attach(roleName: string, policyArn: string): void;
  detach(roleName: string, policyArn: string): void;
  /** Runs `change`; where it throws, the role is as it was before. */
  atomically(role: StoredRole, change: () => void): void;
  /** Throws `NoSuchEntity`. */
  roleNamed(name: string): StoredRole;
  readonly policies: Pick<ManagedPolicies, "create" | "find" | "all" | "deleteVersion">;
  addPolicyVersion(policyArn: string, version: NewVersion): PolicyVersion;
  setDefaultPolicyVersion(policyArn: string, versionId: string): void;
  /** Throws `DeleteConflict` while a role has the policy. */
  deletePolicy(policyArn: string, withVersions: boolean): void;
  /** Roles that a policy is attached to, or bounds. */
  holders(policyArn: string): { readonly attached: number; readonly bounded: number };
  role(roleArn: string): StoredRole | undefined;
  roles(): Iterable<StoredRole>;
  /** All that the role's identity policies say; compiled anew only after a change. */
  identityPolicies(role: StoredRole): PolicySet;
  /** The role's permissions boundary; `undefined` where it has none. */
  boundary(role: StoredRole): PolicySet | undefined;
}

const INLINE_BYTES_MAX = 10_240;
const ATTACHED_MAX = 10;

/** What the methods of a store share. */
interface State {
  readonly accountId: string;
  readonly byArn: Map<string, StoredRole>;
  readonly byName: Map<string, StoredRole>;
  readonly managed: ManagedPolicies;
  readonly identitySets: Map<StoredRole, PolicySet>;
  readonly boundarySets: Map<StoredRole, PolicySet>;
}

/** Creates an account without roles or policies. */
export function createIamStore(accountId: string): IamStore {
  const state: State = {
    accountId,
    byArn: new Map(),
    byName: new Map(),
    managed: createManagedPolicies(accountId),
    identitySets: new Map(),
    boundarySets: new Map(),
  };
  return { ...rolesOf(state), ...rolePoliciesOf(state), ...managedOf(state), ...compiledOf(state) };
}

function rolesOf(
  state: State,
): Pick<IamStore, "createRole" | "updateRole" | "deleteRole" | "atomically" | "roleNamed" | "role" | "roles"> {
  const { byArn, byName, managed } = state;
  return {
    createRole(declaration) {
      const { name, path, trustPolicy, boundaryArn } = declaration;
      checkName("roleName", name, 64);
      if (byName.has(name)) throw alreadyExists(`Role with name ${name} already exists.`);
      if (boundaryArn !== undefined) managed.statements(boundaryArn);
      const arn = `arn:aws:iam::${state.accountId}:role${path}${name}`;
      checkPolicy(trustPolicy, "trust");
      const role = { ...declaration, arn, inline: new Map(), attached: new Set<string>() };
      byArn.set(arn, role);
      byName.set(name, role);
      return role;
    },
    updateRole(roleName, changes) {
      const role = roleNamed(state, roleName);
      if (changes.boundaryArn !== undefined) managed.statements(changes.boundaryArn);
      if (changes.trustPolicy !== undefined) checkPolicy(changes.trustPolicy, "trust");
      Object.assign(role, changes);
      state.boundarySets.delete(role);
    },
    deleteRole(roleName) {
      const role = roleNamed(state, roleName);
      if (role.attached.size > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (role.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
      byArn.delete(role.arn);
      byName.delete(roleName);
      state.identitySets.delete(role);
      state.boundarySets.delete(role);
    },
    atomically(role, change) {
      const before = { ...role, inline: [...role.inline], attached: [...role.attached] };
      try {
        change();
      } catch (fault) {
        restore(role, before);
        forget(state);
        throw fault;
      }
    },
    roleNamed: (name) => roleNamed(state, name),
    role: (roleArn) => byArn.get(roleArn),
    roles: () => byArn.values(),
  };
}

/** A role as it was, its collections copied. */
type Snapshot = Omit<StoredRole, "inline" | "attached"> & {
  readonly inline: readonly (readonly [string, InlinePolicy])[];
  readonly attached: readonly string[];
};

function restore(role: StoredRole, { inline, attached, ...settings }: Snapshot): void {
  Object.assign(role, settings);
  role.inline.clear();
  for (const [name, policy] of inline) role.inline.set(name, policy);
  role.attached.clear();
  for (const policyArn of attached) role.attached.add(policyArn);
}

function rolePoliciesOf(state: State): Pick<IamStore, "putRolePolicy" | "deleteRolePolicy" | "attach" | "detach"> {
  const { identitySets, managed } = state;
  return {
    putRolePolicy(roleName, policyName, document) {
      checkName("policyName", policyName, 128);
      const role = roleNamed(state, roleName);
      const policy = { document, size: sizeOf(document), statements: compileIdentity(document) };
      const others = [...role.inline].filter(([name]) => name !== policyName);
      const total = others.reduce((sum, [, other]) => sum + other.size, policy.size);
      if (total > INLINE_BYTES_MAX) {
        throw limitExceeded(`Maximum policy size of ${INLINE_BYTES_MAX} bytes exceeded for role ${roleName}`);
      }
      role.inline.set(policyName, policy);
      identitySets.delete(role);
    },
    deleteRolePolicy(roleName, policyName) {
      const role = roleNamed(state, roleName);
      if (!role.inline.delete(policyName)) {
        throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
      }
      identitySets.delete(role);
    },
    attach(roleName, policyArn) {
      const role = roleNamed(state, roleName);
      managed.statements(policyArn);
      if (!role.attached.has(policyArn) && role.attached.size >= ATTACHED_MAX) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_MAX}`);
      }
      role.attached.add(policyArn);
      identitySets.delete(role);
    },
    detach(roleName, policyArn) {
      const role = roleNamed(state, roleName);
      if (!role.attached.delete(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
      identitySets.delete(role);
    },
  };
}

function managedOf(
  state: State,
): Pick<IamStore, "policies" | "addPolicyVersion" | "setDefaultPolicyVersion" | "deletePolicy" | "holders"> {
  const { byName, managed } = state;
  const holders = (policyArn: string) => {
    const roles = [...byName.values()];
    return {
      attached: roles.filter(({ attached }) => attached.has(policyArn)).length,
      bounded: roles.filter(({ boundaryArn }) => boundaryArn === policyArn).length,
    };
  };
  return {
    policies: managed,
    addPolicyVersion(policyArn, version) {
      const added = managed.addVersion(policyArn, version);
      forget(state);
      return added;
    },
    setDefaultPolicyVersion(policyArn, versionId) {
      managed.setDefault(policyArn, versionId);
      forget(state);
    },
    deletePolicy(policyArn, withVersions) {
      const { attached, bounded } = holders(policyArn);
      if (attached + bounded > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
      managed.remove(policyArn, withVersions);
    },
    holders,
  };
}

function compiledOf({ identitySets, boundarySets, managed }: State): Pick<IamStore, "identityPolicies" | "boundary"> {
  return {
    identityPolicies: (role) =>
      remembered(identitySets, role, () => [
        ...[...role.inline.values()].flatMap(({ statements }) => statements),
        ...[...role.attached].flatMap((policyArn) => managed.statements(policyArn)),
      ]),
    boundary(role) {
      const { boundaryArn } = role;
      if (boundaryArn === undefined) return undefined;
      return remembered(boundarySets, role, () => managed.statements(boundaryArn));
    },
  };
}

function roleNamed({ byName }: State, name: string): StoredRole {
  const role = byName.get(name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function forget({ identitySets, boundarySets }: State): void {
  identitySets.clear();
  boundarySets.clear();
}

function remembered(
  sets: Map<StoredRole, PolicySet>,
  role: StoredRole,
  statements: () => readonly CompiledStatement[],
): PolicySet {
  let set = sets.get(role);
  if (set === undefined) {
    set = createPolicySet(statements());
    sets.set(role, set);
  }
  return set;
}
