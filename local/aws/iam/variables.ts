import { notImplemented } from "../../core/errors.ts";
import { isKnownKey } from "./condition-keys.ts";
import { malformed } from "./malformed.ts";

/** The values of a condition key in a request, asked in lower case; `undefined` where the request has no such key. */
export type Lookup = (lowerCaseKey: string) => readonly string[] | undefined;

/** A text with policy variables: `undefined` where one of them cannot be told. */
type Template = (lookup: Lookup) => string | undefined;

type Part = string | { readonly lowerCaseKey: string; readonly fallback: string | undefined };

/**
 * Compiles a text of a policy: a plain one stays a text, one with variables is filled in for every request. `mark` is
 * applied to what the policy itself says, never to a variable's value or to an escape such as `${*}`.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function compileText(text: string, hasVariables: boolean, mark: (literal: string) => string): string | Template {
  if (!hasVariables || !text.includes("${")) return mark(text);
  const parts = parse(text, mark);
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  return (lookup) => {
    let filled = "";
    for (const part of parts) {
      const value = typeof part === "string" ? part : (onlyValue(lookup(part.lowerCaseKey)) ?? part.fallback);
      if (value === undefined) return undefined;
      filled += value;
    }
    return filled;
  };
}

function onlyValue(values: readonly string[] | undefined): string | undefined {
  return values?.length === 1 ? values[0] : undefined;
}

function parse(text: string, mark: (literal: string) => string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf("${", at);
    parts.push(mark(start < 0 ? text.slice(at) : text.slice(at, start)));
    if (start < 0) return parts;
    const end = text.indexOf("}", start);
    if (end < 0) throw malformed(`The policy variable "${text.slice(start)}" has no closing brace.`);
    parts.push(variable(text.slice(start + 2, end)));
    at = end + 1;
  }
}

function variable(inner: string): Part {
  if (inner === "*" || inner === "?" || inner === "$") return inner;
  const [, key, fallback] = /^([^\s,']+)(?:,\s*'([^']*)')?$/.exec(inner) ?? [];
  if (key === undefined) throw malformed(`The policy variable "\${${inner}}" is malformed.`);
  if (!isKnownKey(key)) throw notImplemented(`the policy variable "\${${inner}}"`);
  return { lowerCaseKey: key.toLowerCase(), fallback };
}
