import { planCell } from "../../infra/plan/cell-plan.ts";
import { cellReservations, watcherReservations } from "../../infra/plan/needs.ts";
import type { Registry } from "../../infra/plan/registry.ts";
import { allStacks, findStack, readRegistry, type KnownStack } from "../stacks.ts";
import { checkAccount, checkRegions, checkZone } from "./account.ts";
import type { AwsQuestions } from "./aws-questions.ts";
import { warn, type Check } from "./check.ts";
import { checkAgreement, checkConfiguration, checkSecrets, type ConfiguredStack } from "./configuration.ts";
import { checkBundles, checkNode, checkPulumi, type PulumiFindings } from "./machine.ts";
import { checkOrder, checkStack, isDeployed } from "./order.ts";
import { checkQuotas } from "./quotas.ts";

/** What is examined, and by which means. */
export interface Examination {
  readonly directory: string;
  /** The stacks by name; none stands for all of the first stage. */
  readonly stacks: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly aws: AwsQuestions;
}

/** Looks at everything that a deployment needs, without changing anything. Throws where the registry is unreadable. */
export async function examine({ directory, stacks: names, variables, aws }: Examination): Promise<readonly Check[]> {
  const registry = readRegistry(directory);
  const stacks = chosen(registry, names);
  const machine = await checkPulumi(directory, variables);
  const configured = stacks.map((stack) => checkConfiguration(directory, stack));
  const [secrets, account] = await Promise.all([
    Promise.all(stacks.map((stack) => checkSecrets(directory, stack, registry, machine.stacks && machine.pulumi))),
    checkAccount(registry, aws),
  ]);
  return [
    checkNode(process.versions.node),
    checkBundles(directory),
    ...machine.checks,
    account,
    ...(account.status === "ok" ? await checkAws(registry, configured, machine, aws) : [unasked]),
    ...configured.map(({ check }) => check),
    ...secrets.map(({ check }) => check),
    ...checkAgreement(secrets),
    ...checkBackend(stacks, machine),
  ];
}

const unasked = warn(
  { check: "zone, quotas" },
  "not asked: these credentials are not the account's",
  "Put the account right first.",
);

/** Stacks by name, or all of the registry's first stage, which is what is meant when nothing is said. */
function chosen(registry: Registry, names: readonly string[]): readonly KnownStack[] {
  if (names.length > 0) return names.map((name) => findStack(registry, name));
  const all = allStacks(registry);
  return all.filter(({ stage }) => stage.name === all[0]?.stage.name);
}

async function checkAws(
  registry: Registry,
  configured: readonly ConfiguredStack[],
  { stacks: backend = [] }: PulumiFindings,
  aws: AwsQuestions,
): Promise<readonly Check[]> {
  const plans = configured.flatMap(({ stack, config }) =>
    config === undefined
      ? []
      : [{ stack, plan: stack.cell === undefined ? undefined : planCell(stack.stage, stack.cell, config.size) }],
  );
  const reservations = plans.flatMap(({ stack, plan }) =>
    (plan === undefined ? watcherReservations(stack.stage) : cellReservations(plan)).map(({ region, reserved }) => ({
      region,
      // What stands has what it needs already.
      reserved: isDeployed(stack, backend) ? 0 : reserved,
    })),
  );
  const cells = plans.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  const stacks = configured.map(({ stack }) => stack);
  const [zone, regions, quotas] = await Promise.all([
    checkZone(registry, aws),
    checkRegions(stacks, aws),
    checkQuotas({ cells, reservations }, aws),
  ]);
  return [zone, ...regions, ...quotas];
}

function checkBackend(stacks: readonly KnownStack[], { stacks: backend }: PulumiFindings): readonly Check[] {
  if (backend === undefined) return [];
  const stages = [...new Map(stacks.map(({ stage }) => [stage.name, stage])).values()];
  return [...stacks.map((stack) => checkStack(stack, backend)), ...stages.map((stage) => checkOrder(stage, backend))];
}
