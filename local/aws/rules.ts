import type { InputRule } from "../core/resource.ts";

/** Why a value would be refused, in the words of the field's own provider; `undefined` where it would not. */
type Refusal = NonNullable<InputRule["refusal"]>;

/** One of a few texts. */
export function oneOf(...allowed: readonly string[]): { readonly refusal: Refusal } {
  const list = allowed.map((one) => `"${one}"`).join(" ");
  return {
    refusal: (value) =>
      typeof value === "string" && allowed.includes(value)
        ? undefined
        : `expected it to be one of [${list}], got ${shown(value)}`,
  };
}

/** One of a few numbers, such as the days that CloudWatch keeps logs. */
export function oneOfNumbers(...allowed: readonly number[]): { readonly refusal: Refusal } {
  return {
    refusal: (value) =>
      allowed.includes(Number(value))
        ? undefined
        : `expected it to be one of [${allowed.join(" ")}], got ${shown(value)}`,
  };
}

/** A whole number from `least` to `most`. */
export function between(least: number, most: number): { readonly refusal: Refusal } {
  return {
    refusal(value) {
      const number = typeof value === "string" ? Number(value) : value;
      return Number.isInteger(number) && Number(number) >= least && Number(number) <= most
        ? undefined
        : `expected it to be in the range (${least} - ${most}), got ${shown(value)}`;
    },
  };
}

/** A text of `least` to `most` characters. */
export function lengthBetween(least: number, most: number): { readonly refusal: Refusal } {
  return {
    refusal: (value) =>
      typeof value === "string" && value.length >= least && value.length <= most
        ? undefined
        : `expected the length of it to be in the range (${least} - ${most}), got ${shown(value)}`,
  };
}

/** A text of a form; `rule` says which: "only alphanumeric characters, hyphens and underscores are allowed". */
export function matching(form: RegExp, rule: string): { readonly refusal: Refusal } {
  return {
    refusal: (value) =>
      typeof value === "string" && form.test(value) ? undefined : `invalid value (${rule}), got ${shown(value)}`,
  };
}

/** An Amazon Resource Name. */
export const arn: { readonly refusal: Refusal } = {
  refusal: (value) =>
    typeof value === "string" && /^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}|aws)?:.+$/.test(value)
      ? undefined
      : `(${shown(value)}) is an invalid ARN: arn: invalid prefix or not enough sections`,
};

/** Every refusal of several that applies first. */
export function all(...rules: readonly { readonly refusal: Refusal }[]): { readonly refusal: Refusal } {
  return {
    refusal(value) {
      for (const rule of rules) {
        const reason = rule.refusal(value);
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
  };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An object whose fields have rules of their own; the reason names the field. */
export function shape(fields: Readonly<Record<string, InputRule>>): { readonly refusal: Refusal } {
  return {
    refusal(value) {
      const found = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
      for (const [name, { required, refusal }] of Object.entries(fields)) {
        const inner = found.get(name) ?? undefined;
        if (inner === undefined && required === true) {
          return `Missing required argument. The argument "${name}" is required, but no definition was found.`;
        }
        const reason = inner === undefined ? undefined : refusal?.(inner);
        if (reason !== undefined) return `${name}: ${reason}`;
      }
      return undefined;
    },
  };
}
