import { compileText } from "./variables.ts";
import type { Lookup } from "./variables.ts";

/** Says whether a text matches; policy variables are looked up in the request. */
export type Matcher = (text: string, lookup: Lookup) => boolean;

/** Wild characters of a pattern, told apart from the same characters where a variable's value or an escape has them. */
const ANY_RUN = "\uE000";
const ANY_ONE = "\uE001";

/** Compiles a pattern of IAM: `*` is any run of characters, `?` any one. Case counts. */
export function compileWildcard(pattern: string, hasVariables = false): Matcher {
  const wild = compileText(pattern, hasVariables, markWild);
  if (typeof wild === "string") return compileMarked(wild);
  return (text, lookup) => {
    const filled = wild(lookup);
    return filled !== undefined && matchesGlob(filled, text);
  };
}

/** Compiles an ARN pattern: each of the six parts is matched apart, parts left out at the end match anything. */
export function compileArn(pattern: string, hasVariables = false): Matcher {
  if (pattern === "*") return () => true;
  const wild = compileText(pattern, hasVariables, markWild);
  if (typeof wild !== "string") {
    return (text, lookup) => {
      const filled = wild(lookup);
      return filled !== undefined && matchesArn(splitArn(filled), text);
    };
  }
  const parts = splitArn(wild);
  const exactHead = parts.length === 6 && parts.slice(0, 5).every((part) => !isWild(part));
  if (exactHead) return compileMarked(wild);
  return (text) => matchesArn(parts, text);
}

/** Compiles a text that is compared as it stands. */
export function compileExact(value: string, hasVariables: boolean, ignoresCase: boolean): Matcher {
  const wanted = compileText(value, hasVariables, (text) => text);
  if (typeof wanted !== "string") {
    return (text, lookup) => {
      const filled = wanted(lookup);
      return filled !== undefined && (ignoresCase ? filled.toLowerCase() === text.toLowerCase() : filled === text);
    };
  }
  if (!ignoresCase) return (text) => text === wanted;
  const lowered = wanted.toLowerCase();
  return (text) => text.toLowerCase() === lowered;
}

function markWild(text: string): string {
  return text.replaceAll("*", ANY_RUN).replaceAll("?", ANY_ONE);
}

function isWild(marked: string): boolean {
  return marked.includes(ANY_RUN) || marked.includes(ANY_ONE);
}

function compileMarked(marked: string): Matcher {
  if (marked === ANY_RUN) return () => true;
  if (!isWild(marked)) return (text) => text === marked;
  const prefix = marked.slice(0, -1);
  if (marked.endsWith(ANY_RUN) && !isWild(prefix)) return (text) => text.startsWith(prefix);
  return (text) => matchesGlob(marked, text);
}

function matchesArn(parts: readonly string[], text: string): boolean {
  const given = splitArn(text);
  return given.length === 6 && parts.every((part, index) => matchesGlob(part, given[index] ?? ""));
}

function splitArn(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

// Greedy with one point of return, the last star: linear in practice, never exponential.
function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < text.length) {
    if (at < pattern.length && (pattern[at] === ANY_ONE || (pattern[at] === text[from] && pattern[at] !== ANY_RUN))) {
      at += 1;
      from += 1;
    } else if (pattern[at] === ANY_RUN) {
      star = at;
      resume = from;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      from = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === ANY_RUN) at += 1;
  return at === pattern.length;
}
