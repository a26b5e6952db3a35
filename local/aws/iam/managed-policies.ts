import { notImplemented } from "../../core/errors.ts";
import { compileDocument } from "./evaluation.ts";
import type { CompiledStatement } from "./evaluation.ts";
import { alreadyExists, checkName, limitExceeded, noSuchEntity } from "./limits.ts";
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

/** The policies that can be attached: the account's own and those of AWS. */
export interface ManagedPolicies {
  /** Creates a policy of the account and returns its ARN. */
  create(name: string, path: string, document: string): string;
  /** Throws `NoSuchEntity`, or `NotImplemented` for a policy of AWS that is not known here. */
  statements(policyArn: string): readonly CompiledStatement[];
}

const MANAGED_BYTES_MAX = 6_144;

/** Creates the store of an account without policies of its own. */
export function createManagedPolicies(accountId: string): ManagedPolicies {
  const policies = new Map<string, readonly CompiledStatement[]>();
  return {
    create(name, path, document) {
      checkName("policyName", name, 128);
      const arn = `arn:aws:iam::${accountId}:policy${path}${name}`;
      if (policies.has(arn)) {
        throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      }
      if (sizeOf(document) > MANAGED_BYTES_MAX) {
        throw limitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED_BYTES_MAX}`);
      }
      policies.set(arn, compileIdentity(document, accountId));
      return arn;
    },
    statements(policyArn) {
      const known = policies.get(policyArn) ?? ofAws(policyArn, accountId);
      if (known === undefined) throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
      policies.set(policyArn, known);
      return known;
    },
  };
}

/** Parses and compiles an identity policy. */
export function compileIdentity(document: string, accountId: string): readonly CompiledStatement[] {
  return compileDocument(parsePolicyDocument(document, "identity", accountId));
}

/** The size of a policy as IAM counts it: without white space. */
export function sizeOf(document: string): number {
  return document.replaceAll(/\s/g, "").length;
}

function ofAws(policyArn: string, accountId: string): readonly CompiledStatement[] | undefined {
  if (!policyArn.startsWith("arn:aws:iam::aws:policy/")) return undefined;
  const actions = AWS_MANAGED_POLICIES[policyArn];
  if (actions === undefined) throw notImplemented(`the AWS managed policy ${policyArn}`);
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  return compileIdentity(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), accountId);
}
