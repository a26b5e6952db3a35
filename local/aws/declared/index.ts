import type { Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import type { BucketPolicies } from "../s3/index.ts";
import { declaredModel } from "./definition.ts";
import { endpointTypes } from "./endpoints.ts";
import { declaredInvokes } from "./invokes.ts";
import { monitoringTypes } from "./monitoring.ts";
import { nameTypes } from "./names.ts";
import { networkTypes } from "./network.ts";
import { noticeTypes } from "./notices.ts";
import { resilienceTypes } from "./resilience.ts";
import { securityGroupTypes } from "./security-groups.ts";
import { createStore } from "./store.ts";
import type { Thing } from "./store.ts";
import { trailType } from "./trails.ts";

/** Everything of AWS that the local cloud takes note of and does nothing about. */
export interface Declared {
  readonly resources: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
  /** Every resource of a type that was created and not deleted, as it is now: "aws:ec2/vpcEndpoint:VpcEndpoint". */
  standing(type: string): readonly Thing[];
}

/** The declared-only resource types: their inputs are checked, their ids and ARNs computed, and AWS's refusals kept. */
export function createDeclared({
  kernel,
  bucketPolicies,
}: {
  readonly kernel: Kernel;
  /** What a trail's bucket is looked up by. */
  readonly bucketPolicies: BucketPolicies;
}): Declared {
  const store = createStore();
  const types = [
    ...networkTypes,
    ...securityGroupTypes,
    ...endpointTypes,
    ...nameTypes,
    trailType(bucketPolicies),
    ...monitoringTypes,
    ...resilienceTypes,
    ...noticeTypes,
  ];
  return {
    resources: types.map((type) => declaredModel(kernel, store, type)),
    invokes: declaredInvokes,
    standing: (type) => store.all(type),
  };
}
