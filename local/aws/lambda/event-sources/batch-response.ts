import { isProperties } from "../../inputs.ts";
import type { InvocationResult } from "../environment-pool.ts";

/** What a function said of its batch. `failed` lists identifiers; "all" is a function error or a malformed answer. */
export type BatchVerdict =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly ids: readonly string[] | "all" };

/** Reads a batch's answer by the rules of `ReportBatchItemFailures`. */
export function judgeBatch(result: InvocationResult, known: readonly string[], reportsFailures: boolean): BatchVerdict {
  if (result.functionError !== undefined) return { kind: "failed", ids: "all" };
  if (!reportsFailures) return { kind: "done" };
  const answer: unknown = JSON.parse(result.payload);
  if (answer === null) return { kind: "done" };
  const failures = isProperties(answer) ? (answer["batchItemFailures"] ?? []) : undefined;
  if (!Array.isArray(failures)) return { kind: "failed", ids: "all" };
  const ids: string[] = [];
  for (const failure of failures) {
    const id: unknown = isProperties(failure) ? failure["itemIdentifier"] : undefined;
    if (typeof id !== "string" || !known.includes(id)) return { kind: "failed", ids: "all" };
    ids.push(id);
  }
  return ids.length === 0 ? { kind: "done" } : { kind: "failed", ids };
}
