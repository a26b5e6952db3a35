import { notImplemented } from "../../core/errors.ts";

/**
 * Compiles a filter pattern of plain terms: every word, and every phrase in double quotes, has to occur, case counts.
 * Patterns over JSON or columns, optional (`?`) and excluded (`-`) terms and regular expressions are refused by name.
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  if (/^\s*[{[]/.test(pattern)) throw notImplemented(`the log filter pattern ${pattern}`);
  const terms = [...pattern.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, phrase, word]) => {
    if (word !== undefined && /^[?%-]/.test(word)) throw notImplemented(`the log filter term ${word}`);
    return phrase?.replaceAll(/\\(.)/g, "$1") ?? word ?? "";
  });
  return (message) => terms.every((term) => message.includes(term));
}
