import { Problem } from "../problems.ts";
import type { Pain001Refusal } from "./pain001-refusal.ts";

/** The problem that refuses a payment file as a whole, with the place of the fault. */
export function batchProblem({ code, message, path, position }: Pain001Refusal): Problem {
  const field = path ?? (position === undefined ? undefined : `line ${position.line}, column ${position.column}`);
  return new Problem(code, message, field === undefined ? {} : { errors: [{ field, message }] });
}
