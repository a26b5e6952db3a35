import type { Parsed, PathStep } from "./ast.ts";
import { createCursor, parsePath } from "./cursor.ts";

/** Parses a projection expression: paths with commas between. */
export function parseProjection(text: string): Parsed<readonly (readonly PathStep[])[]> {
  const cursor = createCursor(text, "ProjectionExpression");
  const paths = [parsePath(cursor)];
  while (cursor.sign(",")) paths.push(parsePath(cursor));
  if (cursor.peek().kind !== "end") cursor.refuse();
  return { tree: paths, names: cursor.names, values: cursor.values, roots: cursor.roots };
}
