import type { OperationEntry } from "../../domain/entries.ts";
import type { OperationRequest } from "../../domain/operations.ts";

/** What became of an operation request. */
export type OperationAnswer =
  | { readonly answer: "accepted" | "declined"; readonly operation: OperationEntry; readonly replayed: boolean }
  | { readonly answer: "key_reused" };

/**
 * The answer that a stored operation gives to a request under its key. One that was queued was accepted, and stays so
 * for its caller whatever the home decided: an event tells that.
 */
export function answerFromOperation(operation: OperationEntry, asked: OperationRequest): OperationAnswer {
  if (operation.request !== asked.request) return { answer: "key_reused" };
  const accepted = operation.code === undefined || operation.queued !== undefined;
  return { answer: accepted ? "accepted" : "declined", operation, replayed: true };
}
