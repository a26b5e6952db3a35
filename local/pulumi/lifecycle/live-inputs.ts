import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { canonical, isSame } from "./canonical.ts";
import { defaultsKey } from "./check.ts";

/**
 * The inputs that would lead to a resource as it is now. What still means the same keeps the form in which the program
 * gave it; what was changed behind Pulumi's back shows as it is.
 */
export function liveInputs(model: ResourceModel, inputs: Properties, outputs: Properties): Properties {
  const live: Record<string, unknown> = {};
  const names = new Set([...Object.keys(model.inputs), "tags", ...Object.keys(inputs)]);
  if (model.global !== true) names.add("region");
  for (const name of names) {
    const rule = model.inputs[name] ?? {};
    const [given, found] = [inputs[name], outputs[name]];
    if (given !== undefined) {
      live[name] = found === undefined || isSame(given, found, rule) ? given : found;
    } else if (isImport(inputs)) {
      if (isWorthTelling(rule, found)) live[name] = found;
    } else if (rule.computed !== true) {
      if (!isSame(undefined, found, rule) && canonical(found, rule) !== undefined) live[name] = found;
    }
  }
  return { [defaultsKey]: [], ...live };
}

/** Whether a program would have to give an input for this to be found: what it could not give, it did not. */
function isWorthTelling(rule: InputRule, found: unknown): boolean {
  if (found === undefined || found === null) return false;
  if (rule.required === true) return true;
  if (rule.computed === true && found === false) return false;
  return !isSame(undefined, found, rule) && canonical(found, rule) !== undefined && rule.refusal?.(found) === undefined;
}

function isImport(inputs: Properties): boolean {
  return Object.keys(inputs).length === 0;
}
