import type { Reader } from "../../core/reader.ts";

/** The lifecycle rules that are on, in each form: inline with `enabled`, of a resource of its own with `status`. */
export function lifecycleRules(read: Reader): readonly Reader[] {
  const inline = read.blocks("lifecycleRules").filter((one) => one.flag("enabled") === true);
  return [...inline, ...read.blocks("rules").filter((one) => one.text("status") === "Enabled")];
}
