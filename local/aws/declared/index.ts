import type { Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import { declaredModel } from "./definition.ts";
import { declaredInvokes } from "./invokes.ts";
import { monitoringTypes } from "./monitoring.ts";
import { nameTypes } from "./names.ts";
import { networkTypes } from "./network.ts";
import { storageTypes } from "./storage.ts";

/** Everything of AWS that the local cloud takes note of and does nothing about. */
export interface Declared {
  readonly resources: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
}

/** The declared-only resource types: inputs checked, ids and ARNs computed. */
export function createDeclared({ kernel }: { readonly kernel: Kernel }): Declared {
  const types = [...networkTypes, ...nameTypes, ...storageTypes, ...monitoringTypes];
  return { resources: types.map((type) => declaredModel(kernel, type)), invokes: declaredInvokes };
}
