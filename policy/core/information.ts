import type { EnforcementLevel } from "@pulumi/policy";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { rulesForEngine } from "./engine.ts";
import { frameworksOf } from "./frameworks.ts";
import type { Rule, Severity } from "./rule.ts";
import type { Pack } from "./run.ts";

/** A level as the engine's protocol has it. */
export const levels: Readonly<Record<EnforcementLevel, analyzer.EnforcementLevel>> = {
  advisory: analyzer.EnforcementLevel.ADVISORY,
  mandatory: analyzer.EnforcementLevel.MANDATORY,
  disabled: analyzer.EnforcementLevel.DISABLED,
  remediate: analyzer.EnforcementLevel.REMEDIATE,
};

/** A level of the engine's protocol. */
export function levelOf(level: analyzer.EnforcementLevel): EnforcementLevel {
  switch (level) {
    case analyzer.EnforcementLevel.ADVISORY:
      return "advisory";
    case analyzer.EnforcementLevel.MANDATORY:
      return "mandatory";
    case analyzer.EnforcementLevel.DISABLED:
      return "disabled";
    case analyzer.EnforcementLevel.REMEDIATE:
      return "remediate";
  }
}

/** A severity as the engine's protocol has it. */
export const severities: Readonly<Record<Severity, analyzer.PolicySeverity>> = {
  low: analyzer.PolicySeverity.POLICY_SEVERITY_LOW,
  medium: analyzer.PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: analyzer.PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: analyzer.PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

/** What the engine is told of a pack: each rule is one of its policies, with a level and settings of its own. */
export function informationOf(pack: Pack, version: string): analyzer.AnalyzerInfo {
  return new analyzer.AnalyzerInfo()
    .setName(pack.name)
    .setVersion(version)
    .setSupportsconfig(true)
    .setPoliciesList(rulesForEngine(pack).map(policyOf));
}

function policyOf(rule: Rule): analyzer.PolicyInfo {
  const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = analyzer.PolicyType;
  return new analyzer.PolicyInfo()
    .setName(rule.name)
    .setDescription(rule.description)
    .setPolicyType(rule.scope === "stack" ? POLICY_TYPE_STACK : POLICY_TYPE_RESOURCE)
    .setEnforcementlevel(levels[rule.level])
    .setSeverity(severities[rule.severity])
    .setRemediationSteps(rule.remediation)
    .setTagsList(frameworksOf(rule))
    .setFramework(frameworkOf(rule))
    .setConfigschema(schemaOf(rule));
}

/** A policy of the engine names one framework: the one that comes first; the tags name all. */
function frameworkOf({ controls, reason }: Rule): analyzer.PolicyComplianceFramework | undefined {
  const [first] = Object.entries(controls);
  if (first === undefined) return undefined;
  const [name, ids] = first;
  return new analyzer.PolicyComplianceFramework()
    .setName(name)
    .setReference((ids ?? []).join(", "))
    .setSpecification(reason);
}

function schemaOf({ settings }: Rule): analyzer.PolicyConfigSchema | undefined {
  const properties = Object.entries(settings).map(([name, { type, items, description, default: value }]) => [
    name,
    { type, description, default: value, ...(items === undefined ? {} : { items }) },
  ]);
  if (properties.length === 0) return undefined;
  return new analyzer.PolicyConfigSchema().setProperties(struct.Struct.fromJavaScript(Object.fromEntries(properties)));
}
