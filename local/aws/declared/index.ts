import type { Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import { declaredModel } from "./definition.ts";
import { endpointTypes } from "./endpoints.ts";
import { declaredInvokes } from "./invokes.ts";
import { monitoringTypes } from "./monitoring.ts";
import { nameTypes } from "./names.ts";
import { networkTypes } from "./network.ts";
import { noticeTypes } from "./notices.ts";
import { resilienceTypes } from "./resilience.ts";
import { securityGroupTypes } from "./security-groups.ts";
import { storageTypes } from "./storage.ts";
import { createStore } from "./store.ts";
import type { Thing } from "./store.ts";

/** Everything of AWS that the local cloud takes note of and does nothing about. */
export interface Declared {
  readonly resources: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
  /** Every resource of a type that was created and not deleted, as it is now: "aws:ec2/vpcEndpoint:VpcEndpoint". */
  standing(type: string): readonly Thing[];
}

/** The declared-only resource types: their inputs are checked, their ids and ARNs computed, and AWS's refusals kept. */
export function createDeclared({ kernel }: { readonly kernel: Kernel }): Declared {
  const store = createStore();
  const types = [
    ...networkTypes,
    ...securityGroupTypes,
    ...endpointTypes,
    ...nameTypes,
    ...storageTypes,
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
