import { notImplemented } from "../../../core/errors.ts";
import { isProperties } from "../../inputs.ts";
import type { Machine, Problem, State } from "./definition.ts";
import type { Compile } from "./expressions.ts";
import { child, number, requireFields, requireKnown, text, wrong, type Place, type Reading } from "./fields.ts";
import { parseState, targetsOf } from "./states.ts";

/** What a definition's text comes to: a machine, or what AWS would say is wrong with it. */
export type Parsed =
  | { readonly machine: Machine; readonly problems: readonly [] }
  | { readonly machine: undefined; readonly problems: readonly Problem[] };

/** Bytes of a definition. Source: Step Functions Developer Guide, "Quotas". */
const DEFINITION_BYTES_MAX = 1_048_576;

/**
 * Parses a definition in the Amazon States Language (states-language.net) with the query language JSONata. What AWS
 * would take and the local cloud cannot run throws `NotImplemented`.
 */
export function parseDefinition(source: string, type: "STANDARD" | "EXPRESS", compile: Compile): Parsed {
  const invalid = (code: Problem["code"], message: string): Parsed => ({
    machine: undefined,
    problems: [{ code, message }],
  });
  if (Buffer.byteLength(source) > DEFINITION_BYTES_MAX) {
    return invalid("SCHEMA_VALIDATION_FAILED", `Definition must have at most ${DEFINITION_BYTES_MAX} bytes`);
  }
  let fields: unknown;
  try {
    fields = JSON.parse(source);
  } catch (fault) {
    return invalid("INVALID_JSON_DESCRIPTION", fault instanceof Error ? fault.message : String(fault));
  }
  if (!isProperties(fields)) return invalid("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object");
  const reading: Reading = {
    compile,
    express: type === "EXPRESS",
    problems: [],
    notModelled: [],
    names: new Set(),
  };
  const place = { reading, fields, location: "/", path: "" };
  requireKnown(place, ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"]);
  if (fields["Version"] !== undefined && fields["Version"] !== "1.0") wrong(place, "Version must be 1.0", "Version");
  const machine = parseMachine(place, languageOf(place, "JSONPath"), new Set());
  if (machine === undefined || reading.problems.length > 0) return { machine: undefined, problems: reading.problems };
  const [refused] = reading.notModelled;
  if (refused !== undefined) throw notImplemented(refused);
  return { machine, problems: [] };
}

/** The problems in AWS's one sentence. */
export function sentenceOf(problems: readonly Problem[]): string {
  const lines = problems.map(({ code, message, location }) =>
    location === undefined ? `${code}: ${message}` : `${code}: ${message} at ${location}`,
  );
  return `Invalid State Machine Definition: '${lines.join(", ")}'`;
}

type Language = "JSONata" | "JSONPath";

function languageOf(place: Place, inherited: Language): Language {
  const own = text(place, "QueryLanguage") ?? inherited;
  if (own === "JSONata" || own === "JSONPath") return own;
  wrong(place, "Value is not one of [JSONPath, JSONata]", "QueryLanguage");
  return "JSONata";
}

/** A machine or a branch; `outer` holds the variables that those around it assign. */
function parseMachine(place: Place, language: Language, outer: ReadonlySet<string>): Machine | undefined {
  requireFields(place, ["States", "StartAt"]);
  const startAt = text(place, "StartAt");
  const all = child(place, "States");
  if (startAt === undefined || all === undefined) return undefined;
  const places = Object.entries(all.fields).flatMap(([name, fields]): [string, Place][] => {
    const location = `${place.location === "/" ? "" : place.location}/States/${name}`;
    if (isProperties(fields)) return [[name, { ...place, fields, location, path: "" }]];
    wrong({ ...place, location }, "Value is not an Object");
    return [];
  });
  const assigned = new Set([...outer, ...places.flatMap(([, { fields }]) => variablesOf(fields))]);
  const states = new Map<string, State>();
  for (const [name, own] of places) {
    checkName(own, name);
    checkLanguage(own, name, language);
    checkVariables(own, outer);
    const state = parseState(own, name, (branch) => parseMachine(branch, language, assigned));
    if (state !== undefined) states.set(name, state);
  }
  checkTargets(place, startAt, states, places);
  return { startAt, states, timeoutSeconds: number(place, "TimeoutSeconds", { least: 1, most: 99_999_999 }) };
}

function checkName(place: Place, name: string): void {
  const { names } = place.reading;
  if (name.length > 80) wrong(place, "State name exceeds 80 characters");
  if (names.has(name)) wrong(place, `Duplicate State name: ${name}`);
  names.add(name);
}

function checkLanguage(place: Place, name: string, inherited: Language): void {
  const own = languageOf(place, inherited);
  if (own === "JSONata") return;
  if (inherited === "JSONata") {
    wrong(place, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  } else {
    place.reading.notModelled.push(`the query language JSONPath (of the state ${name})`);
  }
}

function variablesOf({ Assign, Catch, Choices }: Place["fields"]): readonly string[] {
  const rules = [Catch, Choices].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  const assigns = [Assign, ...rules.map((rule) => (isProperties(rule) ? rule["Assign"] : undefined))];
  return assigns.flatMap((assign) => (isProperties(assign) ? Object.keys(assign) : []));
}

function checkVariables(place: Place, outer: ReadonlySet<string>): void {
  for (const name of variablesOf(place.fields)) {
    if (outer.has(name)) wrong(place, `The variable '${name}' is assigned in an outer scope`, "Assign");
    else if (!/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(name) || name === "states") {
      wrong(place, `'${name}' is not a valid variable name`, "Assign");
    }
  }
}

/** Every transition leads to a state, and every state is led to. */
function checkTargets(
  place: Place,
  startAt: string,
  states: ReadonlyMap<string, State>,
  places: readonly (readonly [string, Place])[],
): void {
  const names = new Set(places.map(([name]) => name));
  const missing = (message: string, location: string): void => {
    const full = location.replace("//", "/");
    place.reading.problems.push({ code: "MISSING_TRANSITION_TARGET", message, location: full });
  };
  if (!names.has(startAt)) missing(`Missing 'StartAt' target: ${startAt}`, `${place.location}/StartAt`);
  const reached = new Set<string>();
  const waiting = [startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = states.get(name);
    if (reached.has(name) || state === undefined) continue;
    reached.add(name);
    waiting.push(...targetsOf(state).map(([target]) => target));
  }
  for (const [name, { location }] of places) {
    const state = states.get(name);
    if (state === undefined) continue;
    for (const [target, field] of targetsOf(state)) {
      if (!names.has(target)) missing(`Missing '${field.split("/").at(-1)}' target: ${target}`, `${location}/${field}`);
    }
    if (!reached.has(name) && names.has(startAt)) missing(`State "${name}" is not reachable.`, location);
  }
}
