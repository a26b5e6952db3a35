import { Malformed, NotKnown, UNKNOWN, type Reader } from "../core/reader.ts";

/** The four kinds of principal that a policy can name. */
export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** Who a statement is about; anyone, `"*"` in a document, is `{ kind: "AWS", value: "*" }`. */
export interface Principal {
  readonly kind: PrincipalKind;
  readonly value: string;
}

/** One key of a statement's `Condition`. */
export interface Condition {
  /** In lower case, without its prefix and suffix: "stringequals". */
  readonly operator: string;
  /** What `ForAllValues:` or `ForAnyValue:` says. */
  readonly set: "all" | "any" | undefined;
  /** Whether the operator ends with `IfExists`: then it holds where the key is missing. */
  readonly ifExists: boolean;
  /** In lower case: IAM does not tell cases apart. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * A statement. Each property is read when it is asked for, so that a rule about actions does not stumble over an
 * unknown resource; each throws `NotKnown` or `Malformed` with its path. What the statement does not have is an empty
 * list.
 */
export interface Statement {
  /** "policy.Statement[0]". */
  readonly path: string;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  /** Those of `resources` that are known, for whom one suffices. */
  readonly knownResources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly Condition[];
}

/** A policy document. */
export interface PolicyDocument {
  readonly path: string;
  readonly statements: readonly Statement[];
}

type Json = Readonly<Record<string, unknown>>;

const ofObjects = new WeakMap<object, Map<string, PolicyDocument>>();
const ofTexts = new Map<string, Map<string, PolicyDocument>>();

/** As many texts are remembered; a stack has fewer documents. */
const REMEMBERED_MAX = 2_000;

/**
 * The document of this property in any form that Pulumi takes: JSON text or an object. Absent and "" are `undefined`.
 */
export function documentAt(read: Reader, name: string): PolicyDocument | undefined {
  const value = read.raw(name);
  if (value === undefined || value === "") return undefined;
  return documentOf(value, read.path === "" ? name : `${read.path}.${name}`);
}

/** The document that this value is, text or object; `path` is where it is. */
export function documentOf(value: unknown, path: string): PolicyDocument {
  if (typeof value === "string") {
    if (ofTexts.size > REMEMBERED_MAX) ofTexts.clear();
    const known = ofTexts.get(value) ?? new Map<string, PolicyDocument>();
    ofTexts.set(value, known);
    return remembered(known, path, () => parse(value, path));
  }
  const block = asBlock(Array.isArray(value) && value.length === 1 ? value[0] : value, path);
  const known = ofObjects.get(block) ?? new Map<string, PolicyDocument>();
  ofObjects.set(block, known);
  return remembered(known, path, () => read(block, path));
}

function remembered(known: Map<string, PolicyDocument>, path: string, make: () => PolicyDocument): PolicyDocument {
  const found = known.get(path) ?? make();
  known.set(path, found);
  return found;
}

function parse(text: string, path: string): PolicyDocument {
  return read(asBlock(jsonOf(text, path), path), path);
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(path, "a policy document: it is no JSON");
  }
}

function read(document: Json, path: string): PolicyDocument {
  const inside = document["Statement"];
  const at = `${path}.Statement`;
  if (inside === undefined || inside === null) throw new Malformed(at, "a list of statements");
  const statements = listOf(known(inside, at)).map((one, index) => {
    const where = Array.isArray(inside) ? `${at}[${index}]` : at;
    return statementOf(asBlock(one, where), where);
  });
  return { path, statements };
}

function statementOf(given: Json, path: string): Statement {
  const names = Object.keys(given);
  if (!names.includes("Action") && !names.includes("NotAction")) throw new Malformed(`${path}.Action`, "there");
  const once = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  const texts = (name: string): (() => readonly string[]) => once(() => textsOf(given[name], `${path}.${name}`));
  const who = (name: string): (() => readonly Principal[]) => once(() => principalsOf(given[name], `${path}.${name}`));
  const reads = {
    effect: once(() => effectOf(given["Effect"], `${path}.Effect`)),
    principals: who("Principal"),
    notPrincipals: who("NotPrincipal"),
    actions: texts("Action"),
    notActions: texts("NotAction"),
    resources: texts("Resource"),
    knownResources: once(() => textsOf(withoutUnknown(given["Resource"]), `${path}.Resource`)),
    notResources: texts("NotResource"),
    conditions: once(() => conditionsOf(given["Condition"], `${path}.Condition`)),
  };
  const sid = given["Sid"];
  return {
    path,
    sid: typeof sid === "string" ? sid : undefined,
    get effect() {
      return reads.effect();
    },
    get principals() {
      return reads.principals();
    },
    get notPrincipals() {
      return reads.notPrincipals();
    },
    get actions() {
      return reads.actions();
    },
    get notActions() {
      return reads.notActions();
    },
    get resources() {
      return reads.resources();
    },
    get knownResources() {
      return reads.knownResources();
    },
    get notResources() {
      return reads.notResources();
    },
    get conditions() {
      return reads.conditions();
    },
  };
}

function effectOf(value: unknown, path: string): "Allow" | "Deny" {
  const effect = known(value, path);
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new Malformed(path, "Allow or Deny");
}

const KINDS: ReadonlySet<string> = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

const PLAIN_PRINCIPAL = /^(\*|\d{12}|arn:[^:]*:(iam|sts)::.*)$/;

function principalsOf(value: unknown, path: string): readonly Principal[] {
  if (value === undefined || value === null) return [];
  const who = known(value, path);
  // AWS takes text for "*" alone; an ARN or an account's number as text is meant as one of AWS all the same.
  if (typeof who === "string" && PLAIN_PRINCIPAL.test(who)) return [{ kind: "AWS", value: who }];
  return Object.entries(asBlock(who, path)).flatMap(([kind, whom]) => {
    if (!KINDS.has(kind)) throw new Malformed(`${path}.${kind}`, "a kind of principal");
    // Just looked up among the kinds.
    return textsOf(whom, `${path}.${kind}`).map((one) => ({ kind: kind as PrincipalKind, value: one }));
  });
}

function conditionsOf(value: unknown, path: string): readonly Condition[] {
  if (value === undefined || value === null) return [];
  return Object.entries(asBlock(value, path)).flatMap(([written, keys]) => {
    const [, set, operator = "", ifExists] =
      /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
    return Object.entries(asBlock(keys, `${path}.${written}`)).map(([key, values]) => ({
      operator,
      set: set === undefined ? undefined : set === "forallvalues" ? ("all" as const) : ("any" as const),
      ifExists: ifExists !== undefined,
      key: key.toLowerCase(),
      values: textsOf(values, `${path}.${written}.${key}`),
    }));
  });
}

function textsOf(value: unknown, path: string): readonly string[] {
  if (value === undefined || value === null) return [];
  const list = listOf(known(value, path));
  return list.map((one, index) => {
    const where = Array.isArray(value) ? `${path}[${index}]` : path;
    const text = known(one, where);
    if (typeof text === "string") return text;
    if (typeof text === "boolean" || typeof text === "number") return String(text);
    throw new Malformed(where, "text");
  });
}

function withoutUnknown(value: unknown): readonly unknown[] {
  return listOf(value ?? []).filter((one) => one !== UNKNOWN);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function known(value: unknown, path: string): unknown {
  if (value === UNKNOWN) throw new NotKnown(path);
  return value;
}

function asBlock(value: unknown, path: string): Json {
  const block = known(value, path);
  if (typeof block !== "object" || block === null || Array.isArray(block)) throw new Malformed(path, "a block");
  // Just looked at: an object that is no list.
  return block as Json;
}
