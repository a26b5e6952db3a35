import { compileDocument, createPolicySet } from "./evaluation.ts";
import type { CompiledStatement, PolicySet } from "./evaluation.ts";
import { alreadyExists, checkName, limitExceeded, noSuchEntity } from "./limits.ts";
import { compileIdentity, createManagedPolicies, sizeOf } from "./managed-policies.ts";
import { parsePolicyDocument } from "./policy-document.ts";
import { createUsageRecord } from "./usage.ts";
import type { UsageRecord } from "./usage.ts";

/** A role and all that was put on it. */
export interface StoredRole {
  readonly name: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly maxSessionSeconds: number;
  readonly trust: readonly CompiledStatement[];
  readonly inline: Map<string, InlinePolicy>;
  readonly attached: Set<string>;
  readonly boundaryArn: string | undefined;
  readonly usage: UsageRecord;
}

interface InlinePolicy {
  /** Without white space, as IAM counts it. */
  readonly size: number;
  readonly statements: readonly CompiledStatement[];
}

/** What a new role is made of; policy documents as text. */
interface RoleDeclaration {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly trustPolicy: string;
  readonly maxSessionSeconds: number;
  readonly boundaryArn: string | undefined;
}

/** The roles and policies of the account. */
export interface IamStore {
  createRole(declaration: RoleDeclaration): StoredRole;
  createPolicy(name: string, path: string, document: string): string;
  putRolePolicy(roleName: string, policyName: string, document: string): void;
  attach(roleName: string, policyArn: string): void;
  role(roleArn: string): StoredRole | undefined;
  roles(): Iterable<StoredRole>;
  /** All that the role's identity policies say; compiled anew only after a change. */
  identityPolicies(role: StoredRole): PolicySet;
  /** The role's permissions boundary; `undefined` where it has none. */
  boundary(role: StoredRole): PolicySet | undefined;
}

const INLINE_BYTES_MAX = 10_240;
const ATTACHED_MAX = 10;

/** Creates an account without roles or policies. */
export function createIamStore(accountId: string): IamStore {
  const byArn = new Map<string, StoredRole>();
  const byName = new Map<string, StoredRole>();
  const managed = createManagedPolicies(accountId);
  const identitySets = new Map<StoredRole, PolicySet>();
  const boundarySets = new Map<StoredRole, PolicySet>();

  function roleNamed(name: string): StoredRole {
    const role = byName.get(name);
    if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  }

  return {
    createRole({ name, path, uniqueId, trustPolicy, maxSessionSeconds, boundaryArn }) {
      checkName("roleName", name, 64);
      if (byName.has(name)) throw alreadyExists(`Role with name ${name} already exists.`);
      if (boundaryArn !== undefined) managed.statements(boundaryArn);
      const arn = `arn:aws:iam::${accountId}:role${path}${name}`;
      const trust = compileDocument(parsePolicyDocument(trustPolicy, "trust", accountId));
      const usage = createUsageRecord(arn);
      const inline = new Map<string, InlinePolicy>();
      const attached = new Set<string>();
      const role = { name, arn, uniqueId, maxSessionSeconds, trust, inline, attached, boundaryArn, usage };
      byArn.set(arn, role);
      byName.set(name, role);
      return role;
    },
    createPolicy: (name, path, document) => managed.create(name, path, document),
    putRolePolicy(roleName, policyName, document) {
      checkName("policyName", policyName, 128);
      const role = roleNamed(roleName);
      const policy = { size: sizeOf(document), statements: compileIdentity(document, accountId) };
      const others = [...role.inline].filter(([name]) => name !== policyName);
      const total = others.reduce((sum, [, other]) => sum + other.size, policy.size);
      if (total > INLINE_BYTES_MAX) {
        throw limitExceeded(`Maximum policy size of ${INLINE_BYTES_MAX} bytes exceeded for role ${roleName}`);
      }
      role.inline.set(policyName, policy);
      identitySets.delete(role);
    },
    attach(roleName, policyArn) {
      const role = roleNamed(roleName);
      managed.statements(policyArn);
      role.attached.add(policyArn);
      if (role.attached.size > ATTACHED_MAX) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_MAX}`);
      }
      identitySets.delete(role);
    },
    role: (roleArn) => byArn.get(roleArn),
    roles: () => byArn.values(),
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
