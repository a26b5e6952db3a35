import { cellFunctions } from "./functions.ts";
import { cellNames } from "./names.ts";
import { arns } from "./arns.ts";
import { policyDocument } from "./policies.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";

/** A private way from the cell's network to one AWS service of its region. */
export interface EndpointPlan {
  /** The service's short name: "dynamodb". */
  readonly service: string;
  readonly serviceName: string;
  readonly policy: string;
}

/** Interface endpoints are paid by the hour: `small` has those without which a payment cannot be made. */
const interfaceServices: Readonly<Record<Size, readonly string[]>> = {
  small: ["kms", "sqs"],
  full: ["kms", "sqs", "logs", "xray"],
};

/** The endpoint through which the tables are reached: a gateway, which costs nothing. */
export function gatewayEndpoint(stage: Stage, cell: CellEntry): EndpointPlan {
  return endpoint(stage, cell, "dynamodb");
}

/** The endpoint through which buckets are reached: likewise. */
export function storageEndpoint(stage: Stage, cell: CellEntry): EndpointPlan {
  return endpoint(stage, cell, "s3");
}

/** The endpoints that stand in the isolated subnets. */
export function interfaceEndpoints(stage: Stage, cell: CellEntry, size: Size): readonly EndpointPlan[] {
  return interfaceServices[size].map((service) => endpoint(stage, cell, service));
}

/** An endpoint passes what the cell's own roles are granted, to no other account. Their own policies judge the keys. */
function endpoint(stage: Stage, cell: CellEntry, service: string): EndpointPlan {
  const names = cellNames(stage, cell.name);
  const arn = arns(stage.account, cell.region);
  const statements = cellFunctions(stage, cell).flatMap((plan) =>
    plan.grants
      .filter((grant) => grant.effect !== "Deny" && grant.actions.some((action) => action.startsWith(`${service}:`)))
      .map((grant) => ({
        sid: `${pascalCase(plan.name)}${grant.sid}`,
        principal: { AWS: ["*"] },
        actions: grant.actions,
        resources: grant.resources,
        conditions: { ArnEquals: { "aws:PrincipalArn": arn.role(names.function(plan.name)) } },
      })),
  );
  return { service, serviceName: `com.amazonaws.${cell.region}.${service}`, policy: policyDocument(statements) };
}

function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
