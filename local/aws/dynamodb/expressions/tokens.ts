/** One word or sign of an expression, with its place in the text. */
export interface Token {
  readonly kind: "word" | "name" | "value" | "number" | "sign" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const tokenForm = /\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[^\s]))/gy;

/** Splits an expression. What is no part of the grammar becomes a sign, which the parser then refuses by name. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenForm)) {
    const [, word, name, value, number, sign] = match;
    const content = word ?? name ?? value ?? number ?? sign ?? "";
    const end = match.index + match[0].length;
    tokens.push({ kind: kindOf(word, name, value, number), text: content, start: end - content.length, end });
  }
  return tokens;
}

function kindOf(
  word: string | undefined,
  name: string | undefined,
  value: string | undefined,
  number: string | undefined,
): Token["kind"] {
  if (word !== undefined) return "word";
  if (name !== undefined) return "name";
  if (value !== undefined) return "value";
  return number === undefined ? "sign" : "number";
}
