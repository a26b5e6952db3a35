import { rule } from "../../core/rule.ts";
import { KEY_TYPES } from "./key-types.ts";

/** A key that a program declares can be used. */
export const requireEnabledKey = rule({
  name: "require-enabled-key",
  description: "KMS keys that a program declares are enabled.",
  types: [...KEY_TYPES],
  property: "kms.Key.isEnabled",
  severity: "low",
  level: "advisory",
  reason: "Whatever a disabled key encrypts cannot be read; a key that is not needed is better removed.",
  remediation: "Set `isEnabled` (a replica's or an imported key's `enabled`) to true, or remove the key.",
  controls: { "pci-dss-4.0.1": ["3.7.5"], soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    const off = read.flag("isEnabled") === false || read.flag("enabled") === false;
    return off ? "The key is disabled, and so is all that it encrypts." : undefined;
  },
});
