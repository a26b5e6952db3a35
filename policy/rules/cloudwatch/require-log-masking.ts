import { rule } from "../../core/rule.ts";
import { Malformed } from "../../core/reader.ts";

/** Personal data in logs is masked, not only counted. */
export const requireLogMasking = rule({
  name: "require-log-masking",
  description: "Data protection policies of logs mask what they find.",
  types: ["aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"],
  property: "cloudwatch.LogDataProtectionPolicy.policyDocument",
  severity: "medium",
  level: "advisory",
  reason:
    "A policy that only audits tells that card numbers are in the log, and leaves them there for everyone to read.",
  remediation: "Add a statement to `policyDocument` whose `Operation` has a `Deidentify` with a `MaskConfig`.",
  controls: { "pci-dss-4.0.1": ["3.4.1", "3.5.1"], soc2: ["C1.1"], gdpr: ["5.1.c", "32.1.a"] },
  judge: ({ read }) => {
    const text = read.text("policyDocument");
    return text === undefined || masks(text)
      ? undefined
      : "The policy finds personal data in the log and does not mask it.";
  },
});

function masks(text: string): boolean {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Malformed("policyDocument", "a policy document: it is no JSON");
  }
  return blocksAt(document, "Statement").some((one) =>
    blocksAt(one, "Operation").some((operation) => "Deidentify" in operation),
  );
}

function blocksAt(value: unknown, name: string): readonly object[] {
  if (typeof value !== "object" || value === null) return [];
  const inside: unknown = Reflect.get(value, name);
  return (Array.isArray(inside) ? inside : [inside]).filter(
    (one): one is object => typeof one === "object" && one !== null,
  );
}
