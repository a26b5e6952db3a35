import { arns, type Arns } from "./arns.ts";
import { deadLetterAlarm } from "./alarms.ts";
import { cellNames, stageNames } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** One fault that AWS Fault Injection Service can bring about in a cell. Source: "AWS FIS Actions reference". */
export interface ExperimentPlan {
  readonly name: "replication-pause" | "connectivity-loss";
  readonly description: string;
  readonly actionId: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the action calls its targets, of which resource type they are, and which ones of the cell. */
  readonly target: {
    readonly key: string;
    readonly resourceType: string;
    readonly arns?: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
  };
  /** ARNs of the alarms that end it early: what the drill must not do to the cell's customers. */
  readonly stopAlarms: readonly string[];
}

/** The experiments of a cell, and what the role that runs them may do. */
export interface ExperimentsPlan {
  readonly role: string;
  readonly grants: readonly Grant[];
  readonly templates: readonly ExperimentPlan[];
}

/** Longer than a takeover, its drill and the failback take. ISO 8601. */
const duration = "PT10M";

/** The faults of the drills, as every cell has them: they are the cell's own, so that a lost region blocks no other. */
export function cellExperiments(stage: Stage, cell: CellEntry): ExperimentsPlan {
  const names = cellNames(stage, cell.name);
  const arn = arns(stage.account, cell.region);
  const { ledgerTable } = stageNames(stage.name);
  const ledger = arn.table(ledgerTable);
  const givenUp = arn.alarm(deadLetterAlarm(names.deadLetterQueue("credit-inbox")).name);
  return {
    role: names.experiment("experiments"),
    grants: [...pauseGrants(ledger, arn.streams(ledgerTable)), ...disruptionGrants(stage.account, cell.region)],
    templates: [
      {
        name: "replication-pause",
        description: `Nothing that cell ${cell.name} writes to the ledger reaches the others, and nothing reaches it.`,
        actionId: "aws:dynamodb:global-table-pause-replication",
        parameters: { duration },
        target: { key: "Tables", resourceType: "aws:dynamodb:global-table", arns: [ledger] },
        // Customers must not notice it: what fails ends it.
        stopAlarms: [...noticed(arn, names.prefix), givenUp],
      },
      {
        name: "connectivity-loss",
        description: `Every subnet of cell ${cell.name} loses its network: for its functions the region is gone.`,
        actionId: "aws:network:disrupt-connectivity",
        parameters: { duration, scope: "all" },
        target: {
          key: "Subnets",
          resourceType: "aws:ec2:subnet",
          tags: { project: "payment-cells", stage: stage.name, cell: cell.name },
        },
        // That the cell fails is what is asked for; that it gives anything up for good is not.
        stopAlarms: [givenUp],
      },
    ],
  };
}

function noticed(arn: Arns, prefix: string): readonly string[] {
  return [arn.alarm(`${prefix}-api-5xx`), arn.alarm(`${prefix}-api-latency`)];
}

/** The pause is a statement that the service puts into the policies of table and stream, and takes out again. */
function pauseGrants(ledger: string, streams: string): readonly Grant[] {
  const policies = ["dynamodb:GetResourcePolicy", "dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"];
  return [
    { sid: "PauseReplication", actions: [...policies, "dynamodb:DescribeTable"], resources: [ledger, streams] },
    { sid: "FindTargets", actions: ["tag:GetResources"], resources: ["*"] },
  ];
}

/** The disruption is a network ACL that the service makes, marks as its own, and puts in front of the subnets. */
function disruptionGrants(account: string, region: string): readonly Grant[] {
  const ec2 = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}/*`;
  const own = { StringEquals: { "ec2:ResourceTag/managedByFIS": "true" } };
  return [
    {
      sid: "SeeNetwork",
      actions: ["ec2:DescribeManagedPrefixLists", "ec2:DescribeNetworkAcls", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
      resources: ["*"],
    },
    {
      sid: "SeePrefixLists",
      actions: ["ec2:GetManagedPrefixListEntries"],
      // AWS's own lists, by which its services are known, are in an account of AWS's.
      resources: [`arn:aws:ec2:${region}:*:prefix-list/*`],
    },
    {
      sid: "MakeAcl",
      actions: ["ec2:CreateNetworkAcl"],
      resources: [ec2("network-acl")],
      conditions: { StringEquals: { "aws:RequestTag/managedByFIS": "true" } },
    },
    { sid: "MakeAclInNetwork", actions: ["ec2:CreateNetworkAcl"], resources: [ec2("vpc")] },
    {
      sid: "MarkAcl",
      actions: ["ec2:CreateTags"],
      resources: [ec2("network-acl")],
      conditions: {
        StringEquals: { "ec2:CreateAction": "CreateNetworkAcl", "aws:RequestTag/managedByFIS": "true" },
      },
    },
    {
      sid: "ChangeOwnAcl",
      actions: ["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAcl"],
      resources: [ec2("network-acl")],
      conditions: own,
    },
    {
      sid: "PutAclBeforeSubnets",
      actions: ["ec2:ReplaceNetworkAclAssociation"],
      resources: [ec2("subnet"), ec2("network-acl")],
    },
  ];
}
