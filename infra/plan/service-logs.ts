import { arns } from "./arns.ts";
import type { Grant } from "./policies.ts";

/** A log group into which an AWS service writes in a role of its own. */
export interface ServiceLogPlan {
  readonly logGroup: string;
  readonly service: string;
  readonly roleName: string;
  readonly grants: readonly Grant[];
}

const write = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** Who talked to whom in a cell's network. */
export function flowLog(
  account: string,
  region: string,
  names: { readonly flowLogGroup: string; readonly flowLogs: string },
): ServiceLogPlan {
  const inGroup = `${arns(account, region).logGroup(names.flowLogGroup)}:*`;
  return {
    logGroup: names.flowLogGroup,
    service: "vpc-flow-logs.amazonaws.com",
    roleName: names.flowLogs,
    grants: [
      {
        sid: "WriteFlows",
        actions: [...write, "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
        resources: [inGroup],
      },
    ],
  };
}

/** What a trail records, as it comes: its files come minutes later. */
export function trailLog(
  account: string,
  region: string,
  names: { readonly trailLogGroup: string; readonly trail: string },
): ServiceLogPlan {
  const arn = arns(account, region);
  return {
    logGroup: names.trailLogGroup,
    service: "cloudtrail.amazonaws.com",
    roleName: names.trail,
    grants: [{ sid: "WriteTrail", actions: write, resources: [arn.logStreams(names.trailLogGroup)] }],
  };
}
