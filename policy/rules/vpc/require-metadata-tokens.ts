import { rule } from "../../core/rule.ts";

/** Machines give out credentials by token only. */
export const requireMetadataTokens = rule({
  name: "require-metadata-tokens",
  description: "The account's defaults ask for version 2 of the metadata service.",
  types: ["aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"],
  property: "ec2.InstanceMetadataDefaults.httpTokens",
  severity: "medium",
  level: "mandatory",
  reason: "A web server that fetches any address for its callers fetches its own role's credentials with version 1.",
  remediation: 'Set `httpTokens` to "required".',
  controls: { "pci-dss-4.0.1": ["2.2.1", "8.6.3"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    read.text("httpTokens") === "required" ? undefined : "Machines may give out credentials without a token.",
});
