import { knownOr, madeFrom } from "../../core/reference.ts";
import type { Case } from "../../core/rule.ts";
import { Malformed, NotKnown, reader, type Reader } from "../../core/reader.ts";

/** A redrive policy, which is JSON as text in most programs. */
export function redriveAt(read: Reader, name: string): Reader | undefined {
  const value = read.raw(name);
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") return read.block(name);
  return reader(objectOf(value, name), name);
}

/** Whether a resource's redrive policy names a dead-letter queue, or is made from one. */
export function redrives(given: Pick<Case<unknown>, "resource" | "read" | "stack">): boolean {
  return knownOr(
    () => (redriveAt(given.read, "redrivePolicy")?.text("deadLetterTargetArn") ?? "") !== "",
    () => madeFrom(given, "redrivePolicy", "aws:sqs/queue:Queue") !== undefined || undefined,
  );
}

/** The name of the queue that a redrive policy sends to; none where it does not tell. */
export function targetNameOf(read: Reader): string | undefined {
  try {
    return redriveAt(read, "redrivePolicy")?.text("deadLetterTargetArn")?.split(":").at(-1);
  } catch (thrown) {
    // Its own rule tells of it; what it is connected to was asked before.
    if (thrown instanceof NotKnown || thrown instanceof Malformed) return undefined;
    throw thrown;
  }
}

function objectOf(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed(path, "a redrive policy: it is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(path, "a block");
  // Just looked at: an object that is no list.
  return value as Readonly<Record<string, unknown>>;
}
