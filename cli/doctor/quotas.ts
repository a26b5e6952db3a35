import type { CellPlan } from "../../infra/plan/cell-plan.ts";
import { cellNeeds, reservedConcurrency, unreservedConcurrencyLeast, type Need } from "../../infra/plan/needs.ts";
import type { AwsQuestions } from "./aws-questions.ts";
import { complaint } from "./account.ts";
import { fail, ok, type Check } from "./check.ts";

/** A cell that is or will be there. */
export interface PlannedCell {
  readonly plan: CellPlan;
  /** What it needs it has already. */
  readonly deployed: boolean;
}

/** Whether every region gives what the cells in it take. */
export async function checkQuotas(cells: readonly PlannedCell[], aws: AwsQuestions): Promise<readonly Check[]> {
  const regions = [...new Set(cells.map(({ plan }) => plan.cell.region))];
  const checks = await Promise.all(
    regions.map(async (region) => {
      const here = cells.filter(({ plan }) => plan.cell.region === region);
      const found = [await checkConcurrency(region, here, aws)];
      // One after the other: Service Quotas answers few questions a second.
      for (const need of needsOf(here)) found.push(await checkQuota(region, need, aws));
      return found;
    }),
  );
  return checks.flat();
}

async function checkConcurrency(region: string, cells: readonly PlannedCell[], aws: AwsQuestions): Promise<Check> {
  const subject = { check: "concurrency", where: region };
  const wanted = cells
    .filter(({ deployed }) => !deployed)
    .reduce((sum, { plan }) => sum + reservedConcurrency(plan), 0);
  try {
    const { limit, unreserved } = await aws.concurrency(region);
    const found = `${limit} at once, ${unreserved} unreserved, ${wanted} more to be reserved`;
    if (unreserved - wanted >= unreservedConcurrencyLeast) return ok(subject, found);
    const least = limit - unreserved + wanted + unreservedConcurrencyLeast;
    return fail(
      subject,
      `${found}, and Lambda keeps ${unreservedConcurrencyLeast} unreserved`,
      increase(region, "lambda", "L-B99A9384", least),
    );
  } catch (fault) {
    return unanswered(subject, fault, "lambda:GetAccountSettings");
  }
}

async function checkQuota(region: string, { what, count, service, code }: Need, aws: AwsQuestions): Promise<Check> {
  const subject = { check: "quota", where: region };
  try {
    const value = await aws.quota(region, service, code);
    const found = `${what}: ${value} allowed, ${count} for these cells`;
    return count <= value ? ok(subject, found) : fail(subject, found, increase(region, service, code, count));
  } catch (fault) {
    return unanswered({ ...subject, where: region }, fault, "servicequotas:GetServiceQuota");
  }
}

/** What the cells of a region take together. */
function needsOf(cells: readonly PlannedCell[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const need of cells.flatMap(({ plan }) => cellNeeds(plan))) {
    const { count } = needs.get(need.code) ?? { count: 0 };
    needs.set(need.code, { ...need, count: need.per === "region" ? count + need.count : Math.max(count, need.count) });
  }
  return [...needs.values()];
}

function increase(region: string, service: string, code: string, value: number): string {
  const quota = `--service-code ${service} --quota-code ${code} --desired-value ${value} --region ${region}`;
  return `Ask for more: aws service-quotas request-service-quota-increase ${quota}.`;
}

function unanswered(subject: { check: string; where: string }, fault: unknown, action: string): Check {
  return fail(subject, complaint(fault), `Let these credentials call ${action}.`);
}
