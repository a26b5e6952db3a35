import { rule, type Resource, type Stack } from "../../core/rule.ts";

/** An alarm has an effect. */
export const requireAlarmActions = rule({
  name: "require-alarm-actions",
  description: "CloudWatch alarms tell somebody when they go off.",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  property: "cloudwatch.MetricAlarm.alarmActions",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "An alarm without an action goes off where nobody looks.",
  remediation: "Set `alarmActions` to the ARN of a topic or of another action.",
  controls: {
    "pci-dss-4.0.1": ["10.4.1.1", "10.7.2", "12.10.5"],
    soc2: ["CC7.2", "CC7.3"],
    gdpr: ["33.1"],
    psd2: ["RTS 2"],
    "aws-fsbp": ["CloudWatch.15"],
  },
  judge: ({ resource, read, stack }) => {
    // How many there are is known before their ARNs are.
    const actions = read.raw("alarmActions");
    if ((Array.isArray(actions) && actions.length > 0) || isWatched(resource, stack)) return undefined;
    return "The alarm tells nobody.";
  },
});

const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** Whether another alarm, a health check or an experiment acts on this one. */
function isWatched(resource: Resource, stack: Stack): boolean {
  if (stack.referringTo(resource, "alarmRule", COMPOSITE).length > 0) return true;
  if (stack.referringTo(resource, "cloudwatchAlarmName", "aws:route53/healthCheck:HealthCheck").length > 0) return true;
  if (stack.referringTo(resource, "stopConditions.value", "aws:fis/experimentTemplate:ExperimentTemplate").length > 0)
    return true;
  const others = stack.ofType(COMPOSITE).filter(({ urn }) => urn !== resource.urn);
  if (others.length === 0) return false;
  const name = resource.read.text("name") ?? resource.read.text("alarmName");
  return name !== undefined && others.some(({ read }) => (read.text("alarmRule") ?? "").includes(name));
}
