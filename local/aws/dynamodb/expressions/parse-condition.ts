import { AwsError } from "../../../core/errors.ts";
import type { Comparator, Condition, Operand, Parsed } from "./ast.ts";
import { type Cursor, createCursor, parseOperand, requireOperators } from "./cursor.ts";

const candidatesMax = 100;
const comparators: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

/** Parses a condition, filter or key condition; `parameter` names it in faults. */
export function parseCondition(text: string, parameter: string): Parsed<Condition> {
  const cursor = createCursor(text, parameter);
  const tree = disjunction(cursor);
  if (cursor.peek().kind !== "end") cursor.refuse();
  requireOperators(cursor, operatorsOf(tree));
  return { tree, names: cursor.names, values: cursor.values, roots: cursor.roots };
}

function disjunction(cursor: Cursor): Condition {
  let left = conjunction(cursor);
  while (cursor.keyword("OR")) left = { kind: "or", left, right: conjunction(cursor) };
  return left;
}

function conjunction(cursor: Cursor): Condition {
  let left = negation(cursor);
  while (cursor.keyword("AND")) left = { kind: "and", left, right: negation(cursor) };
  return left;
}

function negation(cursor: Cursor): Condition {
  return cursor.keyword("NOT") ? { kind: "not", inner: negation(cursor) } : primary(cursor);
}

function primary(cursor: Cursor): Condition {
  if (cursor.peek().text !== "(") return comparison(cursor);
  const mark = cursor.mark();
  try {
    return parenthesised(cursor);
  } catch (fault) {
    // The parenthesis may belong to an operand instead: (price) > :low. If that fails too, the first fault is told.
    if (!(fault instanceof AwsError) || fault.message.endsWith("redundant parentheses;")) throw fault;
    cursor.reset(mark);
    try {
      return comparison(cursor);
    } catch {
      throw fault;
    }
  }
}

function parenthesised(cursor: Cursor): Condition {
  cursor.expectSign("(");
  if (isWrappedAgain(cursor)) cursor.fail("The expression has redundant parentheses;");
  const inner = disjunction(cursor);
  cursor.expectSign(")");
  return inner;
}

/** Whether what follows is a second pair of parentheses around the same content: ((a = b)). */
function isWrappedAgain(cursor: Cursor): boolean {
  let depth = 0;
  for (let ahead = 0; cursor.peek(ahead).kind !== "end"; ahead += 1) {
    const { text } = cursor.peek(ahead);
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return ahead > 0 && cursor.peek(ahead + 1).text === ")";
  }
  return false;
}

function comparison(cursor: Cursor): Condition {
  const left = parseOperand(cursor);
  const { text } = cursor.peek();
  if (isComparator(text)) {
    cursor.next();
    return { kind: "compare", comparator: text, left, right: parseOperand(cursor) };
  }
  if (cursor.keyword("BETWEEN")) return between(cursor, left);
  if (cursor.keyword("IN")) return membership(cursor, left);
  if (left.kind === "function") return left;
  return cursor.refuse();
}

function isComparator(text: string): text is Comparator {
  return comparators.has(text);
}

function between(cursor: Cursor, operand: Operand): Condition {
  const low = parseOperand(cursor);
  if (!cursor.keyword("AND")) cursor.refuse();
  return { kind: "between", operand, low, high: parseOperand(cursor) };
}

function membership(cursor: Cursor, operand: Operand): Condition {
  cursor.expectSign("(");
  const candidates = [parseOperand(cursor)];
  while (cursor.sign(",")) candidates.push(parseOperand(cursor));
  cursor.expectSign(")");
  const count = candidates.length;
  if (count > candidatesMax) {
    cursor.fail(`The IN operator is provided with too many operands; number of operands: ${count}`);
  }
  return { kind: "in", operand, candidates };
}

function operatorsOf(condition: Condition): number {
  switch (condition.kind) {
    case "and":
    case "or":
      return 1 + operatorsOf(condition.left) + operatorsOf(condition.right);
    case "not":
      return 1 + operatorsOf(condition.inner);
    case "compare":
      return 1 + functionsIn([condition.left, condition.right]);
    case "between":
      return 1 + functionsIn([condition.operand, condition.low, condition.high]);
    case "in":
      return 1 + functionsIn([condition.operand, ...condition.candidates]);
    case "function":
      return functionsIn([condition]);
  }
}

function functionsIn(operands: readonly Operand[]): number {
  let count = 0;
  for (const operand of operands) {
    if (operand.kind === "function") count += 1 + functionsIn(operand.operands);
  }
  return count;
}
