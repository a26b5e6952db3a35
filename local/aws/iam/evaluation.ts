import type { AuthorizationRequest } from "../../core/call.ts";
import { compileCondition } from "./conditions.ts";
import type { Condition } from "./conditions.ts";
import type { PolicyDocument, Selection, Statement } from "./policy-document.ts";
import { compileArn, compileWildcard } from "./wildcard.ts";
import type { Matcher } from "./wildcard.ts";

/** Condition keys that do not come from the service but from the request around it; asked in lower case. */
export type AmbientContext = (lowerCaseKey: string) => readonly string[] | undefined;

/** What a set of policies says to a request; an explicit deny outweighs every allow. */
export type Verdict = "allowed" | "denied" | "not-allowed";

/** Policies that are judged together: all the identity policies of a role, or its permissions boundary. */
export interface PolicySet {
  verdict(request: AuthorizationRequest, ambient: AmbientContext): Verdict;
}

/** A statement ready to be asked. */
export interface CompiledStatement {
  readonly effect: Statement["effect"];
  readonly principals: Statement["principals"];
  matchesAction(action: string): boolean;
  matchesResource(resource: string): boolean;
  readonly conditions: readonly Condition[];
}

/** Compiles each statement of a document once. */
export function compileDocument(document: PolicyDocument): readonly CompiledStatement[] {
  return document.statements.map((statement) => {
    const { effect, principals } = statement;
    const matchesLowered = compileSelection(statement.actions, (pattern) => compileWildcard(pattern.toLowerCase()));
    return {
      effect,
      principals,
      matchesAction: (action) => matchesLowered(action.toLowerCase()),
      matchesResource: compileSelection(statement.resources, compileArn),
      conditions: statement.conditions.map(compileCondition),
    };
  });
}

/** Groups statements for judging; per action only those that speak of it are asked. */
export function createPolicySet(statements: readonly CompiledStatement[]): PolicySet {
  const byAction = new Map<string, readonly CompiledStatement[]>();
  function speakingOf(action: string): readonly CompiledStatement[] {
    let relevant = byAction.get(action);
    if (relevant === undefined) {
      relevant = statements.filter((statement) => statement.matchesAction(action));
      byAction.set(action, relevant);
    }
    return relevant;
  }
  return {
    verdict(request, ambient) {
      let verdict: Verdict = "not-allowed";
      for (const statement of speakingOf(request.action)) {
        if (verdict === "allowed" && statement.effect === "Allow") continue;
        if (!statement.matchesResource(request.resource)) continue;
        if (!conditionsHold(statement, request.context, ambient)) continue;
        if (statement.effect === "Deny") return "denied";
        verdict = "allowed";
      }
      return verdict;
    },
  };
}

/** Whether every condition of a statement holds in a context. */
export function conditionsHold(
  statement: Pick<CompiledStatement, "conditions">,
  context: AuthorizationRequest["context"],
  ambient: AmbientContext,
): boolean {
  return statement.conditions.every((condition) => condition.holds(valuesOf(condition, context, ambient)));
}

function valuesOf(
  condition: Condition,
  context: AuthorizationRequest["context"],
  ambient: AmbientContext,
): readonly string[] | undefined {
  const direct = context[condition.key];
  if (direct !== undefined) return direct;
  for (const name in context) {
    // Condition keys are the same whatever their case; the length decides nearly always.
    if (name.length === condition.key.length && name.toLowerCase() === condition.lowerCaseKey) return context[name];
  }
  return ambient(condition.lowerCaseKey);
}

function compileSelection(selection: Selection, compile: (pattern: string) => Matcher): Matcher {
  const matchers = selection.patterns.map(compile);
  const [only] = matchers;
  if (!selection.negated && matchers.length === 1 && only !== undefined) return only;
  return (text) => matchers.some((matches) => matches(text)) !== selection.negated;
}
