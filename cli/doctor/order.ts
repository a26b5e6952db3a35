import { ledgerPartOf } from "../../infra/plan/topology.ts";
import type { Stage } from "../../infra/plan/registry.ts";
import type { BackendStack } from "../pulumi.ts";
import { stacksOf, type KnownStack } from "../stacks.ts";
import { fail, ok, warn, type Check } from "./check.ts";

/** Whether the backend has the stack, without which `pulumi up -s` finds nothing to update. */
export function checkStack({ name }: KnownStack, backend: readonly BackendStack[]): Check {
  const subject = { check: "stack", where: name };
  const found = backend.find((stack) => stack.name === name);
  if (found === undefined) return warn(subject, "not in the backend yet", `Create it: npx cells init ${name}.`);
  return ok(subject, found.resources === 0 ? "in the backend, not deployed" : `${found.resources} resources`);
}

/** Whether a stack has resources. */
export function isDeployed({ name }: KnownStack, backend: readonly BackendStack[]): boolean {
  return backend.some((stack) => stack.name === name && stack.resources > 0);
}

/** Whether what is deployed of a stage was deployed in its order, and what comes next: edge, founder, joiners. */
export function checkOrder(stage: Stage, backend: readonly BackendStack[]): Check {
  const subject = { check: "order", where: stage.name };
  const stacks = stacksOf(stage);
  const next = stacks.find((stack) => !isDeployed(stack, backend));
  if (next === undefined) return ok(subject, "all deployed");
  const early = stacks.slice(stacks.indexOf(next) + 1).find((stack) => isDeployed(stack, backend));
  const remedy = `Deploy it next: pulumi up -s ${next.name}.`;
  if (early === undefined) return ok(subject, `next: pulumi up -s ${next.name}`);
  const found = `${early.name} is deployed, and ${next.name} is not`;
  // Without its founder a cell has no ledger; it runs without an edge, only nobody reaches it.
  const founds = next.cell !== undefined && ledgerPartOf(stage, next.cell).kind === "founder";
  return founds ? fail(subject, found, remedy) : warn(subject, found, remedy);
}
