import type { ServiceModel } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { statesAuthorizations } from "./authorizations.ts";
import { executionOperations } from "./execution-operations.ts";
import { machineOperations } from "./machine-operations.ts";
import type { Handler, ServiceParts } from "./operation.ts";

const operations: Readonly<Record<string, Handler>> = { ...machineOperations, ...executionOperations };

/** The API of Step Functions. Source: its API reference, AWS JSON protocol 1.0. */
export function createStatesService(parts: ServiceParts, keys: KeyUses | undefined): ServiceModel {
  return {
    name: "states",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`states:${call.action}`);
      return operation({ ...parts, call, input: readerOf(call.action, call.input) });
    },
    authorizations: (call) => statesAuthorizations(parts.machines, keys, call),
  };
}
