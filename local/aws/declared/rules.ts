import { notModelled } from "../../core/errors.ts";
import type { CheckFailure, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { isProperties } from "../inputs.ts";
import { aligned, formatCidr, readCidr } from "./cidr.ts";

type Refusal = NonNullable<InputRule["refusal"]>;
type Check = NonNullable<ResourceModel["check"]>;
type Rule = { readonly refusal: Refusal };

/** A list, each of whose elements keeps a rule. */
export function listOf(rule: Rule): Rule {
  return {
    refusal(value) {
      if (!Array.isArray(value)) return "expected a list";
      for (const [index, element] of value.entries()) {
        const reason = rule.refusal(element);
        if (reason !== undefined) return `[${index}]: ${reason}`;
      }
      return undefined;
    },
  };
}

/** An object of known fields, each with its own rule. */
export function objectOf(fields: Readonly<Record<string, InputRule>>): Rule {
  return {
    refusal(value) {
      if (!isProperties(value)) return "expected an object";
      const stranger = Object.keys(value).find((key) => !(key in fields) && value[key] !== undefined);
      if (stranger !== undefined) return notModelled(`its field ${stranger}`);
      for (const [key, rule] of Object.entries(fields)) {
        const found = value[key] ?? undefined;
        if (found === undefined && rule.required === true) return `its field ${key} is required`;
        const reason = found === undefined ? undefined : rule.refusal?.(found);
        if (reason !== undefined) return `${key}: ${reason}`;
      }
      return undefined;
    },
  };
}

/** A number that is at least `least`. */
export function atLeast(least: number): Rule {
  return {
    refusal: (value) =>
      Number(value) >= least ? undefined : `expected it to be at least (${least}), got ${String(value)}`,
  };
}

/** A number from `least` to `most`, whole or not. */
export function numberBetween(least: number, most: number): Rule {
  return {
    refusal: (value) =>
      Number(value) >= least && Number(value) <= most
        ? undefined
        : `expected it to be in the range (${least} - ${most}), got ${String(value)}`,
  };
}

/** An IPv4 block that starts at its first address. */
export const ipv4Block: Rule = {
  refusal(value) {
    const cidr = typeof value === "string" ? readCidr(value) : undefined;
    if (cidr === undefined)
      return `"${String(value)}" is not a valid CIDR block: invalid CIDR address: ${String(value)}`;
    const canonical = formatCidr(aligned(cidr));
    return canonical === value
      ? undefined
      : `"${String(value)}" is not a valid IPv4 CIDR block; did you mean "${canonical}"?`;
  },
};

/** An IPv4 block whose mask has `least` to `most` bits. */
export function networkBetween(least: number, most: number): Rule {
  return {
    refusal(value) {
      const mask = readCidr(String(value))?.mask ?? -1;
      return mask >= least && mask <= most
        ? undefined
        : `expected "${String(value)}" to contain a network Value with between ${least} and ${most} ` +
            `significant bits, got: ${mask}`;
    },
  };
}

/** Several checks, one after the other. */
export function checks(...all: readonly Check[]): Check {
  return (inputs, unknowns) => all.flatMap((check) => check(inputs, unknowns));
}

/** One of these inputs, and no more. */
export function exactlyOneOf(...names: readonly string[]): Check {
  return checks(atLeastOneOf(...names), atMostOneOf(...names));
}

/** One of these inputs, or several. */
export function atLeastOneOf(...names: readonly string[]): Check {
  return (inputs, unknowns) =>
    given(names, inputs, unknowns).length > 0 ? [] : failure(names, `one of \`${names.join(",")}\` must be specified`);
}

/** No two of these inputs. */
export function atMostOneOf(...names: readonly string[]): Check {
  return (inputs, unknowns) => {
    const found = given(names, inputs, unknowns);
    const list = found.join(",");
    return found.length < 2
      ? []
      : failure(found, `only one of \`${names.join(",")}\` can be specified, but \`${list}\` were specified.`);
  };
}

/** Where the first input is given, the others have to be. */
export function requiredWith(name: string, ...others: readonly string[]): Check {
  return (inputs, unknowns) => {
    const [, ...found] = [name, ...given(others, inputs, unknowns)];
    const asked = given([name], inputs, unknowns).length > 0;
    return !asked || found.length === others.length
      ? []
      : failure([name], `all of \`${[name, ...others].join(",")}\` must be specified`);
  };
}

function given(names: readonly string[], inputs: Properties, unknowns: ReadonlySet<string>): readonly string[] {
  return names.filter((name) => unknowns.has(name) || isGiven(inputs[name]));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);
}

function failure([property = ""]: readonly string[], reason: string): readonly CheckFailure[] {
  return [{ property, reason }];
}
