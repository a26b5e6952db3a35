import type { CellPlan } from "../../infra/plan/cell-plan.ts";
import { cellNeeds, unreservedConcurrencyLeast, type Need, type Reservation } from "../../infra/plan/needs.ts";
import type { AwsQuestions } from "./aws-questions.ts";
import { complaint } from "./account.ts";
import { fail, ok, type Check } from "./check.ts";

/** What stacks take that are or will be there. */
export interface Wants {
  readonly cells: readonly CellPlan[];
  /** What is not set aside yet; 0 where a stack has what it needs already. */
  readonly reservations: readonly Reservation[];
}

/** Whether every region gives what the stacks take in it. */
export async function checkQuotas({ cells, reservations }: Wants, aws: AwsQuestions): Promise<readonly Check[]> {
  const regions = [...new Set([...cells.map(({ cell }) => cell.region), ...reservations.map(({ region }) => region)])];
  const checks = await Promise.all(
    regions.map(async (region) => {
      const wanted = reservations.filter((one) => one.region === region);
      const found = [await checkConcurrency(region, wanted, aws)];
      // One after the other: Service Quotas answers few questions a second.
      for (const need of needsOf(cells.filter(({ cell }) => cell.region === region))) {
        found.push(await checkQuota(region, need, aws));
      }
      return found;
    }),
  );
  return checks.flat();
}

async function checkConcurrency(region: string, wants: readonly Reservation[], aws: AwsQuestions): Promise<Check> {
  const subject = { check: "concurrency", where: region };
  const wanted = wants.reduce((sum, { reserved }) => sum + reserved, 0);
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
function needsOf(cells: readonly CellPlan[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const need of cells.flatMap(cellNeeds)) {
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
