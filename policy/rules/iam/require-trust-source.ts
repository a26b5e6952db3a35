import { rule } from "../../core/rule.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { namesSource, servicesAllowed } from "../../iam/services.ts";
import { ROLE, trustOf } from "../../iam/trust.ts";

/**
 * The services that tell for whose resource they take a role on, as their user guides say under "cross-service
 * confused deputy prevention". Lambda, EC2 and others that let only callers with `iam:PassRole` name a role of their
 * own account do not.
 */
const TELLING: ReadonlySet<string> = new Set([
  "scheduler",
  "pipes",
  "states",
  "events",
  "fis",
  "vpc-flow-logs",
  "delivery.logs",
  "logs",
  "firehose",
  "codebuild",
  "bedrock",
  "appsync",
  "transfer",
  "kinesisanalytics",
]);

/** Whether the service tells; logs have a principal of each region, "logs.eu-west-1.amazonaws.com". */
function tells(service: string): boolean {
  const name = service.replace(/\.amazonaws\.com(\.cn)?$/, "");
  return TELLING.has(name) || name.startsWith("logs.");
}

/** A service takes on a role for named sources only. */
export const requireTrustSource = rule({
  name: "require-trust-source",
  description: "Trust policies for services that tell their source fix it.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.Service.SourceArn",
  severity: "medium",
  level: "mandatory",
  reason:
    "The service acts for all its customers: another account that learns the role's name has the service use it " +
    "for them.",
  remediation:
    "Add a condition `StringEquals` on `aws:SourceAccount`, or `ArnLike` on `aws:SourceArn`, to `assumeRolePolicy`.",
  controls: { "pci-dss-4.0.1": ["7.2.2"], soc2: ["CC6.1", "CC6.3"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      const services = servicesAllowed(statement).filter(tells);
      return services.length === 0 || namesSource(statement)
        ? undefined
        : `lets ${listed(services)} take the role on for any account.`;
    }),
});
