import type { AuthorizationRequest, Caller } from "../../core/call.ts";
import { compileCondition } from "./conditions.ts";
import type { Condition } from "./conditions.ts";
import type { PolicyDocument, Selection, Statement } from "./policy-document.ts";
import { namingOf } from "./principals.ts";
import type { Naming } from "./principals.ts";
import type { Lookup } from "./variables.ts";
import { compileArn, compileWildcard } from "./wildcard.ts";
import type { Matcher } from "./wildcard.ts";

/** A request with all that is known of it. */
export interface Question extends Pick<AuthorizationRequest, "action" | "resource" | "context"> {
  readonly caller: Caller;
  /** Any condition key of the request, the context's own included. */
  readonly lookup: Lookup;
}

/** What a set of policies says to a request; an explicit deny outweighs every allow. */
export type Verdict = "allowed" | "denied" | "not-allowed";

/** Policies that are judged together: all the identity policies of a role, or its permissions boundary. */
export interface PolicySet {
  verdict(question: Question): Verdict;
}

/** The policy of a resource, or of what stands in between: says whom it lets in, and how closely it names them. */
export interface ResourcePolicy {
  verdict(question: Question): Naming | "denied";
}

/** A statement ready to be asked. */
export interface CompiledStatement {
  readonly effect: Statement["effect"];
  readonly principals: Statement["principals"];
  matchesAction(action: string): boolean;
  readonly matchesResource: Matcher;
  readonly conditions: readonly Condition[];
}

const NO_LOOKUP: Lookup = () => undefined;

/** Compiles each statement of a document once. */
export function compileDocument({ statements, hasVariables }: PolicyDocument): readonly CompiledStatement[] {
  return statements.map((statement) => {
    const { effect, principals } = statement;
    const matchesLowered = compileSelection(statement.actions, (pattern) => compileWildcard(pattern.toLowerCase()));
    return {
      effect,
      principals,
      matchesAction: (action) => matchesLowered(action.toLowerCase(), NO_LOOKUP),
      matchesResource: compileSelection(statement.resources, (pattern) => compileArn(pattern, hasVariables)),
      conditions: statement.conditions.map((clause) => compileCondition(clause, hasVariables)),
    };
  });
}

/** Groups statements for judging; per action only those that speak of it are asked. */
export function createPolicySet(statements: readonly CompiledStatement[]): PolicySet {
  const speakingOf = byAction(statements);
  return {
    verdict(question) {
      let verdict: Verdict = "not-allowed";
      for (const statement of speakingOf(question.action)) {
        if (verdict === "allowed" && statement.effect === "Allow") continue;
        if (!applies(statement, question)) continue;
        if (statement.effect === "Deny") return "denied";
        verdict = "allowed";
      }
      return verdict;
    },
  };
}

/** Groups the statements of a policy that says to whom. */
export function createResourcePolicy(statements: readonly CompiledStatement[]): ResourcePolicy {
  const speakingOf = byAction(statements);
  return {
    verdict(question) {
      let closest: Naming = "none";
      for (const statement of speakingOf(question.action)) {
        const naming = namingOf(statement.principals, question.caller);
        if (naming === "none" || !applies(statement, question)) continue;
        if (statement.effect === "Deny") return "denied";
        closest = closer(closest, naming);
      }
      return closest;
    },
  };
}

const CLOSENESS: readonly Naming[] = ["none", "account", "role", "direct"];

function closer(one: Naming, other: Naming): Naming {
  return CLOSENESS.indexOf(one) >= CLOSENESS.indexOf(other) ? one : other;
}

/** Actions that a set remembers its statements for; whoever asks for more only asks more slowly. */
const ACTIONS_MAX = 1_000;

function byAction(statements: readonly CompiledStatement[]): (action: string) => readonly CompiledStatement[] {
  const known = new Map<string, readonly CompiledStatement[]>();
  return (action) => {
    const remembered = known.get(action);
    if (remembered !== undefined) return remembered;
    const relevant = statements.filter((statement) => statement.matchesAction(action));
    if (known.size < ACTIONS_MAX) known.set(action, relevant);
    return relevant;
  };
}

function applies(statement: CompiledStatement, question: Question): boolean {
  const { resource, lookup } = question;
  return (
    statement.matchesResource(resource, lookup) &&
    statement.conditions.every((condition) => condition.holds(valuesOf(condition, question), lookup))
  );
}

function valuesOf(condition: Condition, { context, lookup }: Question): readonly string[] | undefined {
  return context[condition.key] ?? lookup(condition.lowerCaseKey);
}

function compileSelection(selection: Selection, compile: (pattern: string) => Matcher): Matcher {
  const matchers = selection.patterns.map(compile);
  const [only] = matchers;
  if (!selection.negated && matchers.length === 1 && only !== undefined) return only;
  return (text, lookup) => matchers.some((matches) => matches(text, lookup)) !== selection.negated;
}
