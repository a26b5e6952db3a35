import type { Rule } from "./rule.ts";

/** Every requirement that a rule supports, "pci-dss-4.0.1 3.5.1". */
export function frameworksOf({ controls }: Rule): string[] {
  return Object.entries(controls).flatMap(([framework, ids]) => (ids ?? []).map((id) => `${framework} ${id}`));
}
