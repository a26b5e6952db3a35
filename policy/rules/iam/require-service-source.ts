import { rule } from "../../core/rule.ts";
import type { Statement } from "../../iam/document.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { isOfKey, RESOURCE_POLICY_TYPES, resourceStatements } from "../../iam/resource-policies.ts";
import { namesSource, servicesAllowed } from "../../iam/services.ts";

/** These call KMS without telling for whom (Amazon EventBridge and CloudWatch User Guides, encrypted targets). */
const SILENT_TO_KEYS: ReadonlySet<string> = new Set(["events.amazonaws.com", "cloudwatch.amazonaws.com"]);

function tellsSource(type: string, service: string): boolean {
  return !service.includes("*") && !(isOfKey(type) && SILENT_TO_KEYS.has(service));
}

/** What a key is used for tells the source as well: a log group's ARN is in the encryption context. */
function isNarrowedByKeyUse({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, ifExists, values }) => /^kms:(encryptioncontext:|viaservice$)/.test(key) && !ifExists && values.length > 0,
  );
}

/** A service acts for named sources only. */
export const requireServiceSource = rule({
  name: "require-service-source",
  description: "Policies of resources that let an AWS service in say for which source or account.",
  types: RESOURCE_POLICY_TYPES,
  property: "iam.resource.Service.SourceArn",
  severity: "medium",
  level: "mandatory",
  reason:
    "A service acts for all its customers: without a source, another account's topic or bucket makes it write " +
    "into, or read from, this resource.",
  remediation:
    "Add a condition `ArnLike` on `aws:SourceArn`, or `StringEquals` on `aws:SourceAccount`, to the statement " +
    "that names the service.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.2"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b"] },
  judge: ({ resource }) =>
    faultsIn(resourceStatements(resource), (statement) => {
      const services = servicesAllowed(statement).filter((service) => tellsSource(resource.type, service));
      if (services.length === 0 || namesSource(statement) || isNarrowedByKeyUse(statement)) return undefined;
      return `lets ${listed(services)} act for any account.`;
    }),
});
