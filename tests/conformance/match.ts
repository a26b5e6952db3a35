import { Expectation, type Failure, type Fields } from "./case.ts";

/** Where an answer is not as expected, a line for each place; none where it is. */
export function differences(expected: unknown, actual: unknown, path = ""): readonly string[] {
  if (expected instanceof Expectation) {
    const holds = expected.holds(actual, (one, other) => differences(one, other).length === 0);
    return holds ? [] : [difference(path, expected.says, actual)];
  }
  if (expected instanceof Uint8Array) {
    const same = actual instanceof Uint8Array && Buffer.compare(expected, actual) === 0;
    return same ? [] : [difference(path, shown(expected), actual)];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return [difference(path, shown(expected), actual)];
    }
    return expected.flatMap((member, index) => differences(member, actual[index], `${path}[${index}]`));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null) return [difference(path, shown(expected), actual)];
    return Object.entries(expected).flatMap(([name, member]) =>
      differences(member, (actual as Fields)[name], path === "" ? name : `${path}.${name}`),
    );
  }
  return Object.is(expected, actual) ? [] : [difference(path, shown(expected), actual)];
}

/** Where an error is not the expected one. */
export function failureDifferences(expected: string | Failure, actual: Fields): readonly string[] {
  const { name, with: more = {} } = asFailure(expected);
  if (actual["name"] !== name) return [`expected ${name}, got ${String(actual["name"])}: ${String(actual["message"])}`];
  return differences(more, actual);
}

/** What an error says where that is not what AWS says; undefined where it is, or where nothing depends on it. */
export function otherWords(expected: string | Failure, actual: Fields): string | undefined {
  const { message } = asFailure(expected);
  const said = String(actual["message"]);
  return message === undefined || message.test(said) ? undefined : `message: expected ${String(message)}, got ${said}`;
}

function asFailure(expected: string | Failure): Failure {
  return typeof expected === "string" ? { name: expected } : expected;
}

/** Replaces `{name}` by what is known under the name, in every text of a value. */
export function filled<Value>(value: Value, known: ReadonlyMap<string, unknown>): Value;
export function filled(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return filledText(value, known);
  if (Array.isArray(value)) return value.map((member) => filled(member, known));
  if (value instanceof Expectation) {
    return new Expectation(value.says, (actual, sameAs) =>
      value.holds(actual, (one, other) => sameAs(filled(one, known), other)),
    );
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  if (value instanceof RegExp) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [filledText(name, known), filled(member, known)]),
  );
}

/** No placeholder is looked for in payloads at a size limit. */
const placeholderCharactersMax = 4_096;

function filledText(text: string, known: ReadonlyMap<string, unknown>): string;
function filledText(text: string, known: ReadonlyMap<string, unknown>): unknown {
  if (text.length > placeholderCharactersMax || !text.includes("{")) return text;
  const whole = /^\{(\w+)\}$/.exec(text)?.[1];
  if (whole !== undefined && known.has(whole)) return known.get(whole);
  return text.replaceAll(/\{(\w+)\}/g, (found, name: string) => (known.has(name) ? String(known.get(name)) : found));
}

/** The member of an answer that a path leads to. */
export function at(answer: unknown, path: string): unknown {
  let value = answer;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Fields)[step];
  }
  return value;
}

/** A value in one line, cut where it is long. */
export function shown(value: unknown, charactersMax = 300): string {
  const text =
    JSON.stringify(value, (_, member: unknown) => {
      if (member instanceof Uint8Array) return `bytes ${Buffer.from(member).toString("base64")}`;
      if (member instanceof Expectation) return `<${member.says}>`;
      if (typeof member === "string" && member.length > 80) return `${member.slice(0, 40)}… (${member.length})`;
      return member;
    }) ?? "nothing";
  return text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text;
}

function difference(path: string, expected: string, actual: unknown): string {
  return `${path === "" ? "answer" : path}: expected ${expected}, got ${shown(actual)}`;
}
