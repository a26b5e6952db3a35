import { globalRegion } from "../../infra/plan/global-plan.ts";
import type { Registry } from "../../infra/plan/registry.ts";
import type { KnownStack } from "../stacks.ts";
import type { AwsQuestions } from "./aws-questions.ts";
import { fail, ok, type Check } from "./check.ts";
import { AwsRefusal } from "./signed-request.ts";

/** Whose credentials these are: those of the registry's account, or everything else would be asked of the wrong one. */
export async function checkAccount(registry: Registry, aws: AwsQuestions): Promise<Check> {
  const subject = { check: "account" };
  try {
    const { account, arn } = await aws.identity(globalRegion);
    if (account === registry.account) return ok(subject, `${account}, as ${arn}`);
    return fail(
      subject,
      `these are credentials of ${account}, and Pulumi.yaml has ${registry.account}`,
      `Use credentials of ${registry.account}, or put ${account} under payment-cells:account in Pulumi.yaml.`,
    );
  } catch (fault) {
    return fail(
      subject,
      complaint(fault),
      'Give AWS credentials (AWS_PROFILE, `aws sso login`); for the local cloud: eval "$(npx cells env)".',
    );
  }
}

/** The domain's zone: there, public, and the one under which every host name of ours is found. */
export async function checkZone({ zoneId, domain }: Registry, aws: AwsQuestions): Promise<Check> {
  const subject = { check: "zone" };
  try {
    const { name, isPrivate } = await aws.zone(zoneId);
    if (isPrivate) {
      const remedy = "Put the id of the domain's public zone under payment-cells:zoneId in Pulumi.yaml.";
      return fail(subject, `${zoneId} is a private zone: nobody outside would find ${domain}`, remedy);
    }
    if (domain === name || domain.endsWith(`.${name}`)) return ok(subject, `${zoneId} is ${name}, and has ${domain}`);
    const remedy = `Put the id of the zone of ${domain} under payment-cells:zoneId, or a domain of ${name}.`;
    return fail(subject, `${zoneId} is ${name}, which is no parent of ${domain}`, remedy);
  } catch (fault) {
    const remedy = `Create the public zone of ${domain} and put its id under payment-cells:zoneId in Pulumi.yaml.`;
    return fail(subject, complaint(fault), remedy);
  }
}

/** The regions where these stacks put something, each asked whether it knows the account. */
export async function checkRegions(stacks: readonly KnownStack[], aws: AwsQuestions): Promise<readonly Check[]> {
  return Promise.all(
    regionsOf(stacks).map(async (region) => {
      const subject = { check: "region", where: region };
      try {
        await aws.identity(region);
        return ok(subject, "enabled");
      } catch (fault) {
        const remedy = `Enable it: aws account enable-region --region-name ${region}.`;
        return fail(subject, complaint(fault), remedy);
      }
    }),
  );
}

function regionsOf(stacks: readonly KnownStack[]): readonly string[] {
  const regions = stacks.flatMap(({ stage, cell }) =>
    cell === undefined ? [...stage.authority.replicas, stage.authority.witness, globalRegion] : [cell.region],
  );
  return [...new Set(regions)];
}

/** Why a question has no answer, in a line. */
export function complaint(fault: unknown): string {
  if (fault instanceof AwsRefusal) return `${fault.code}: ${fault.message}`;
  if (!(fault instanceof Error)) return String(fault);
  // Of a request that never arrived, fetch tells the reason as its error's cause.
  const cause = fault.cause instanceof Error ? ` (${fault.cause.message})` : "";
  return `${fault.message}${cause}`.replaceAll("\n", " ");
}
