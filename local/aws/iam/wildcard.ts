/** Says whether a text matches. */
export type Matcher = (text: string) => boolean;

/** Compiles a pattern of IAM: `*` is any run of characters, `?` any one. Case counts. */
export function compileWildcard(pattern: string): Matcher {
  if (pattern === "*") return () => true;
  const star = pattern.indexOf("*");
  if (pattern.includes("?") || (star >= 0 && star < pattern.length - 1)) return (text) => matchesGlob(pattern, text);
  if (star < 0) return (text) => text === pattern;
  const prefix = pattern.slice(0, -1);
  return (text) => text.startsWith(prefix);
}

/** Compiles an ARN pattern: each of the six parts is matched apart, parts left out at the end match anything. */
export function compileArn(pattern: string): Matcher {
  if (pattern === "*") return () => true;
  const parts = splitArn(pattern);
  const exactHead = parts.length === 6 && parts.slice(0, 5).every((part) => !/[*?]/.test(part));
  if (exactHead) return compileWildcard(pattern);
  const matchers = parts.map(compileWildcard);
  return (text) => {
    const given = splitArn(text);
    return given.length === 6 && matchers.every((matches, index) => matches(given[index] ?? ""));
  };
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
    if (at < pattern.length && (pattern[at] === "?" || (pattern[at] === text[from] && pattern[at] !== "*"))) {
      at += 1;
      from += 1;
    } else if (pattern[at] === "*") {
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
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
