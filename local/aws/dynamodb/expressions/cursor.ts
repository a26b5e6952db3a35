import { reservedWords } from "../reserved-words.ts";
import { validation } from "../refusals.ts";
import type { FunctionCall, Operand, PathStep } from "./ast.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Walks the tokens of one expression and gathers the names and placeholders that it meets. */
export interface Cursor {
  readonly names: Set<string>;
  readonly values: Set<string>;
  /** The first steps of all paths so far. */
  readonly roots: Set<string>;
  readonly peek: (ahead?: number) => Token;
  readonly next: () => Token;
  /** Takes the next token if it is this sign. */
  readonly sign: (text: string) => boolean;
  /** Takes the next token if it is this word, in any case. */
  readonly keyword: (word: string) => boolean;
  readonly expectSign: (text: string) => void;
  readonly mark: () => number;
  readonly reset: (mark: number) => void;
  /** Throws the syntax error of the token that is next. */
  readonly refuse: () => never;
  readonly fail: (message: string) => never;
}

/** Refuses an expression of too many operators and functions. */
export function requireOperators(cursor: Cursor, count: number): void {
  if (count > operatorsMax) cursor.fail(`The expression contains too many operators; operator count: ${count}`);
}

const listIndexMax = 2 ** 31 - 1;
/** Limits of expressions. Source: Amazon DynamoDB Developer Guide, Quotas. */
const bytesMax = 4_096;
const operatorsMax = 300;
const nestingMax = 32;

/** A cursor over `text`; faults are told as `Invalid {parameter}: …`. */
export function createCursor(text: string, parameter: string): Cursor {
  const fail = (message: string): never => {
    throw validation(`Invalid ${parameter}: ${message}`);
  };
  if (text.trim() === "") fail("The expression can not be empty;");
  const bytes = Buffer.byteLength(text);
  if (bytes > bytesMax) fail(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  const tokens = tokenize(text);
  const end: Token = { kind: "end", text: "<EOF>", start: text.length, end: text.length };
  let at = 0;

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end;
  const take = (found: boolean): boolean => {
    if (found) at += 1;
    return found;
  };
  const refuse = (): never => {
    const token = peek();
    const from = tokens[at - 1]?.start ?? token.start;
    const to = token.kind === "end" ? tokens.at(-1)?.end : (tokens[at + 1]?.end ?? token.end);
    return fail(`Syntax error; token: "${token.text}", near: "${text.slice(from, to)}"`);
  };
  const sign = (wanted: string): boolean => take(peek().kind === "sign" && peek().text === wanted);
  return {
    names: new Set(),
    values: new Set(),
    roots: new Set(),
    peek,
    sign,
    refuse,
    fail,
    next() {
      at += 1;
      return peek(-1);
    },
    keyword: (word) => take(peek().kind === "word" && peek().text.toUpperCase() === word),
    expectSign(wanted) {
      if (!sign(wanted)) refuse();
    },
    mark: () => at,
    reset(mark) {
      at = mark;
    },
  };
}

/** A document path: `a.b[0].#c`. */
export function parsePath(cursor: Cursor): readonly PathStep[] {
  cursor.roots.add(cursor.peek().text);
  const steps = [parseName(cursor)];
  for (;;) {
    if (cursor.sign(".")) steps.push(parseName(cursor));
    else if (cursor.sign("[")) steps.push(parseIndex(cursor));
    else break;
  }
  if (steps.length > nestingMax) {
    cursor.fail(`The document path has too many nesting levels; nesting levels: ${steps.length}`);
  }
  return steps;
}

function parseName(cursor: Cursor): PathStep {
  const token = cursor.peek();
  if (token.kind === "name") cursor.names.add(token.text);
  else if (token.kind !== "word") cursor.refuse();
  else if (reservedWords.has(token.text.toUpperCase())) {
    cursor.fail(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  }
  return { kind: "name", name: cursor.next().text };
}

function parseIndex(cursor: Cursor): PathStep {
  if (cursor.peek().kind !== "number") cursor.refuse();
  const position = Number(cursor.next().text);
  if (position > listIndexMax) cursor.fail(`List index is not within the allowable range; index: [${position}]`);
  cursor.expectSign("]");
  return { kind: "index", at: position };
}

/** A `:value`. */
export function parseValuePlaceholder(cursor: Cursor): string {
  if (cursor.peek().kind !== "value") cursor.refuse();
  cursor.values.add(cursor.peek().text);
  return cursor.next().text;
}

/** A path, a `:value`, a function, or one of these in parentheses. */
export function parseOperand(cursor: Cursor): Operand {
  const token = cursor.peek();
  if (token.kind === "value") return { kind: "value", placeholder: parseValuePlaceholder(cursor) };
  if (token.kind === "word" && cursor.peek(1).text === "(") return parseCall(cursor);
  if (!cursor.sign("(")) return { kind: "path", steps: parsePath(cursor) };
  const inner = parseOperand(cursor);
  cursor.expectSign(")");
  return inner;
}

function parseCall(cursor: Cursor): FunctionCall {
  const { text: name } = cursor.next();
  cursor.expectSign("(");
  const operands = [parseOperand(cursor)];
  while (cursor.sign(",")) operands.push(parseOperand(cursor));
  cursor.expectSign(")");
  return { kind: "function", name, operands };
}
