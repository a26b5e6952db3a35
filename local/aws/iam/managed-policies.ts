import { notImplemented } from "../../core/errors.ts";
import { compileDocument } from "./evaluation.ts";
import type { CompiledStatement } from "./evaluation.ts";
import { alreadyExists, checkName, deleteConflict, limitExceeded, noSuchEntity } from "./limits.ts";
import { parsePolicyDocument } from "./policy-document.ts";

const LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

const NETWORK_INTERFACES = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

const TRACES = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:GetSamplingStatisticSummaries",
];

/** The policies managed by AWS that the local cloud knows, by ARN: the actions that each allows on everything. */
const AWS_MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole": LOGS,
  "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole": [...LOGS, ...NETWORK_INTERFACES],
  "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess": TRACES,
};

/** One version of a managed policy's document. */
export interface PolicyVersion {
  /** "v1" */
  readonly id: string;
  readonly document: string;
  readonly createdMs: number;
  readonly statements: readonly CompiledStatement[];
}

/** A managed policy of the account. */
export interface StoredPolicy extends PolicyIdentity {
  readonly arn: string;
  /** Oldest first. */
  readonly versions: PolicyVersion[];
  defaultVersionId: string;
  versionCount: number;
  tags: Readonly<Record<string, string>>;
}

interface PolicyIdentity {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly description: string | undefined;
  readonly createdMs: number;
}

/** A version to be added. */
export interface NewVersion {
  readonly document: string;
  readonly createdMs: number;
  readonly isDefault: boolean;
  /** Whether the oldest version makes room where there are too many. */
  readonly prunes: boolean;
}

/** The policies that can be attached: the account's own and those of AWS. */
export interface ManagedPolicies {
  create(policy: PolicyIdentity & Pick<StoredPolicy, "tags">, document: string): StoredPolicy;
  /** A policy of the account. Throws `NoSuchEntity`. */
  find(policyArn: string): StoredPolicy;
  all(): readonly StoredPolicy[];
  addVersion(policyArn: string, version: NewVersion): PolicyVersion;
  setDefault(policyArn: string, versionId: string): void;
  deleteVersion(policyArn: string, versionId: string): void;
  /** Throws `DeleteConflict` where there are more versions than the default one, unless they go with it. */
  remove(policyArn: string, withVersions: boolean): void;
  /** What the default version says. Throws `NoSuchEntity`, or `NotImplemented` for an unknown policy of AWS. */
  statements(policyArn: string): readonly CompiledStatement[];
}

const MANAGED_BYTES_MAX = 6_144;
const VERSIONS_MAX = 5;

/** Creates the store of an account without policies of its own. */
export function createManagedPolicies(accountId: string): ManagedPolicies {
  const policies = new Map<string, StoredPolicy>();
  const ofAwsKnown = new Map<string, readonly CompiledStatement[]>();

  const find = (policyArn: string): StoredPolicy => {
    const policy = policies.get(policyArn);
    if (policy === undefined) throw noSuchEntity(`Policy ${policyArn} was not found.`);
    return policy;
  };
  return {
    create(identity, document) {
      checkName("policyName", identity.name, 128);
      const arn = `arn:aws:iam::${accountId}:policy${identity.path}${identity.name}`;
      if (policies.has(arn)) {
        throw alreadyExists(`A policy called ${identity.name} already exists. Duplicate names are not allowed.`);
      }
      const first = versionOf("v1", document, identity.createdMs);
      const policy = { ...identity, arn, versions: [first], defaultVersionId: first.id, versionCount: 1 };
      policies.set(arn, policy);
      return policy;
    },
    find,
    all: () => [...policies.values()],
    addVersion: (policyArn, version) => addVersion(find(policyArn), version),
    setDefault(policyArn, versionId) {
      const policy = find(policyArn);
      versionIn(policy, versionId);
      policy.defaultVersionId = versionId;
    },
    deleteVersion(policyArn, versionId) {
      const policy = find(policyArn);
      const version = versionIn(policy, versionId);
      if (versionId === policy.defaultVersionId) {
        throw deleteConflict("Cannot delete the default version of a policy.");
      }
      policy.versions.splice(policy.versions.indexOf(version), 1);
    },
    remove(policyArn, withVersions) {
      if (find(policyArn).versions.length > 1 && !withVersions) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
            "The default version is deleted with the policy.",
        );
      }
      policies.delete(policyArn);
    },
    statements(policyArn) {
      const own = policies.get(policyArn);
      if (own !== undefined) return versionIn(own, own.defaultVersionId).statements;
      const known = ofAwsKnown.get(policyArn) ?? ofAws(policyArn);
      if (known === undefined) throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
      ofAwsKnown.set(policyArn, known);
      return known;
    },
  };
}

function versionOf(id: string, document: string, createdMs: number): PolicyVersion {
  if (sizeOf(document) > MANAGED_BYTES_MAX) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED_BYTES_MAX}`);
  }
  return { id, document, createdMs, statements: compileIdentity(document) };
}

function addVersion(policy: StoredPolicy, { document, createdMs, isDefault, prunes }: NewVersion): PolicyVersion {
  const { versions, defaultVersionId } = policy;
  const version = versionOf(`v${policy.versionCount + 1}`, document, createdMs);
  if (versions.length >= VERSIONS_MAX) {
    if (!prunes) {
      throw limitExceeded(
        `A managed policy can have up to ${VERSIONS_MAX} versions. Before you create a new version, you must ` +
          "delete an existing version.",
      );
    }
    const oldest = versions.findIndex(({ id }) => id !== defaultVersionId);
    versions.splice(oldest, 1);
  }
  policy.versionCount += 1;
  versions.push(version);
  if (isDefault) policy.defaultVersionId = version.id;
  return version;
}

/** A version of a policy by its id. Throws `NoSuchEntity`. */
export function versionIn(policy: StoredPolicy, versionId: string): PolicyVersion {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
  }
  return version;
}

/** Parses and compiles an identity policy. */
export function compileIdentity(document: string): readonly CompiledStatement[] {
  return compileDocument(parsePolicyDocument(document, "identity"));
}

/** The size of a policy as IAM counts it: without white space. */
export function sizeOf(document: string): number {
  return document.replaceAll(/\s/g, "").length;
}

function ofAws(policyArn: string): readonly CompiledStatement[] | undefined {
  const document = documentOfAws(policyArn);
  return document === undefined ? undefined : compileIdentity(document);
}

/** The document of a policy of AWS; `undefined` where the ARN names none of AWS. */
export function documentOfAws(policyArn: string): string | undefined {
  if (!policyArn.startsWith("arn:aws:iam::aws:policy/")) return undefined;
  const actions = AWS_MANAGED_POLICIES[policyArn];
  if (actions === undefined) throw notImplemented(`the AWS managed policy ${policyArn}`);
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
