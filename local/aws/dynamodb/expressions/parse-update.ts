import type { Assigned, Parsed, UpdateAction } from "./ast.ts";
import { type Cursor, createCursor, parseOperand, parsePath, parseValuePlaceholder } from "./cursor.ts";

const sections = ["SET", "REMOVE", "ADD", "DELETE"] as const;

/** Parses an update expression: each section at most once, in any order. */
export function parseUpdate(text: string): Parsed<readonly UpdateAction[]> {
  const cursor = createCursor(text, "UpdateExpression");
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  while (cursor.peek().kind !== "end") {
    const section = sections.find((word) => cursor.keyword(word)) ?? cursor.refuse();
    if (seen.has(section)) cursor.fail(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do actions.push(action(cursor, section));
    while (cursor.sign(","));
  }
  return { tree: actions, names: cursor.names, values: cursor.values, roots: cursor.roots };
}

function action(cursor: Cursor, section: (typeof sections)[number]): UpdateAction {
  const steps = parsePath(cursor);
  switch (section) {
    case "SET":
      cursor.expectSign("=");
      return { kind: "set", steps, assigned: assigned(cursor) };
    case "REMOVE":
      return { kind: "remove", steps };
    case "ADD":
      return { kind: "add", steps, placeholder: parseValuePlaceholder(cursor) };
    case "DELETE":
      return { kind: "delete", steps, placeholder: parseValuePlaceholder(cursor) };
  }
}

function assigned(cursor: Cursor): Assigned {
  if (cursor.peek().text === "(") return parenthesised(cursor);
  const left = parseOperand(cursor);
  if (cursor.sign("+")) return { kind: "arithmetic", operator: "+", left, right: parseOperand(cursor) };
  if (cursor.sign("-")) return { kind: "arithmetic", operator: "-", left, right: parseOperand(cursor) };
  return left;
}

function parenthesised(cursor: Cursor): Assigned {
  cursor.expectSign("(");
  const inner = assigned(cursor);
  cursor.expectSign(")");
  return inner;
}
