import { compileDocument, createPolicySet, createResourcePolicy } from "./evaluation.ts";
import type { PolicySet, ResourcePolicy } from "./evaluation.ts";
import { parsePolicyDocument } from "./policy-document.ts";
import type { PolicyKind } from "./policy-document.ts";

/** Texts that are remembered compiled; the oldest goes first. */
const COMPILED_MAX = 1_000;

/** Policies that lie outside IAM, compiled once for each text. */
export interface CompiledTexts {
  resource(text: string, kind: "resource" | "trust"): ResourcePolicy;
  /** The session policies of one session: what any of them allows. */
  session(documents: readonly string[]): PolicySet;
}

/** Remembers nothing yet. */
export function createCompiledTexts(): CompiledTexts {
  const byKind = { resource: new Map<string, ResourcePolicy>(), trust: new Map<string, ResourcePolicy>() };
  const sessions = new Map<readonly string[], PolicySet>();
  return {
    resource: (text, kind) =>
      remembered(byKind[kind], text, () => createResourcePolicy(compileDocument(parsePolicyDocument(text, kind)))),
    session: (documents) =>
      remembered(sessions, documents, () =>
        createPolicySet(documents.flatMap((text) => compileDocument(parsePolicyDocument(text, "identity")))),
      ),
  };
}

/** Throws `MalformedPolicyDocument` where a policy could not be judged by. */
export function checkPolicy(text: string, kind: PolicyKind): void {
  compileDocument(parsePolicyDocument(text, kind));
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  const [oldest] = known.keys();
  if (known.size >= COMPILED_MAX && oldest !== undefined) known.delete(oldest);
  known.set(key, made);
  return made;
}
