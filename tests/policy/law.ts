import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../policy/core/fixtures.ts";
import type { FixtureCase, Fixtures } from "../../policy/core/fixtures.ts";
import type { Rule } from "../../policy/core/rule.ts";
import { fixtureFiles, stackOfCase, verdictsOn } from "./fixture-files.ts";

/**
 * Declares the tests of a pack by the fixtures below a folder of policy/: each rule finds what is its to find, and
 * nothing else.
 */
export async function testLaw(folder: string, pack: readonly Rule[]): Promise<void> {
  const files = await fixtureFiles(folder);
  const loaded = files.flatMap(({ name, fixtures }) => (fixtures === undefined ? [] : [{ name, fixtures }]));
  const rules = loaded.map(({ fixtures }) => fixtures.rule);

  describe("every file of fixtures loads", () => {
    it.each(files)("$name", ({ problem }) => {
      expect(problem).toBeUndefined();
    });
  });

  describe.each(loaded)("$name", ({ name, fixtures }) => {
    const { rule, compliant, violating, unknown } = fixtures;

    it("lies beside its rule, and has a case of every kind", () => {
      expect(name.split("/").at(-1)).toBe(rule.name);
      expect(Object.keys(compliant)).not.toEqual([]);
      expect(Object.keys(violating)).not.toEqual([]);
      if (readsValues(fixtures))
        expect(Object.keys(unknown), "unknown cases of a rule that reads values").not.toEqual([]);
    });

    it.each(Object.entries(compliant))("no rule of the pack objects to: %s", (_, given) => {
      expect(saidByAll(rules, rule, given)).toEqual({});
    });

    it.each(Object.entries(violating))("finds, and no other rule does: %s", (_, given) => {
      expect(sentences(rule, given)).toEqual(given.faults);
      expect(Object.keys(saidByAll(rules, rule, given))).toEqual([rule.name]);
    });

    it.each(Object.entries(unknown))("is not evaluated: %s", (_, given) => {
      const verdicts = verdictsOn(rule, stackOfCase(rule, given), given.settings);
      expect(verdicts).toMatchObject([{ kind: "notEvaluated", path: given.path }]);
    });

    it("judges every type that it names, in some case", () => {
      const cases = [...Object.values(compliant), ...Object.values(violating), ...Object.values(unknown)];
      const tried = new Set(cases.map(({ type }) => type ?? rule.types[0]));
      expect(rule.types.filter((type) => !tried.has(type))).toEqual([]);
    });

    it.each(HOSTILE)("survives a resource of $what", ({ properties }) => {
      for (const type of rule.types) {
        for (const companions of [[], rule.types.map((one) => ({ type: one, name: "companion", properties }))]) {
          const said = verdictsOn(rule, stackOfCase(rule, { type, properties, companions }));
          expect(said.filter(({ kind }) => kind === "failed")).toEqual([]);
        }
      }
    });

    it.each(HOSTILE)("survives $what in any one place of its cases", ({ properties }) => {
      const cases = [...Object.values(compliant), ...Object.values(violating)];
      for (const given of cases) {
        for (const broken of brokenAnywhere(given.properties, properties["anything"])) {
          const said = verdictsOn(rule, stackOfCase(rule, { ...given, properties: broken }), given.settings);
          expect(said.filter(({ kind }) => kind === "failed")).toEqual([]);
        }
      }
    });

    it("never passes a resource of which nothing is known", () => {
      if (!readsValues(fixtures)) return;
      for (const type of rule.types) {
        const properties = everywhere(UNKNOWN);
        const said = verdictsOn(rule, stackOfCase(rule, { type, properties, companions: companionsOf(fixtures) }));
        expect(said, type).not.toEqual([]);
        // That nothing refers to a resource is a fault of the stack, whatever is known of the resource itself.
        if (rule.scope === undefined) expect(said, type).toMatchObject([{ kind: "notEvaluated" }]);
      }
    });
  });

  describe("the pack", () => {
    it("lists every rule that has fixtures", () => {
      const names = (list: readonly Rule[]): readonly string[] => list.map(({ name }) => name).toSorted();
      expect(names(pack)).toEqual(names(rules));
    });

    it("has no two rules of one name or one property", () => {
      expect(repeated(rules.map(({ name }) => name))).toEqual([]);
      expect(repeated(rules.map(({ property }) => property))).toEqual([]);
    });

    it.each(rules.map((rule) => ({ name: rule.name, rule })))("$name says what it is for", ({ rule }) => {
      for (const text of [rule.description, rule.reason, rule.remediation]) expect(text).toMatch(/^[A-Z`].{20,}[.]$/s);
      expect(rule.types).not.toEqual([]);
      expect(repeated(rule.types)).toEqual([]);
      expect(Object.keys(rule.controls)).not.toEqual([]);
    });

    it("remediates what it finds, and changes nothing that complies", () => {
      for (const { fixtures } of loaded) {
        const { rule, compliant, violating } = fixtures;
        if (rule.remediate === undefined) continue;
        for (const given of Object.values(compliant))
          expect(rule.remediate(given.properties)).toEqual(given.properties);
        for (const given of Object.values(violating)) {
          const mended = { ...given, properties: rule.remediate(given.properties) };
          if (mended.properties !== given.properties) expect(sentences(rule, mended), rule.name).toEqual([]);
        }
      }
    });
  });
}

function sentences(rule: Rule, given: FixtureCase): readonly string[] {
  const verdicts = verdictsOn(rule, stackOfCase(rule, given), given.settings);
  return verdicts.map(({ message }) => message);
}

/**
 * What each rule says of a case; a malformed document is everybody's finding who reads it, so only its own rule
 * counts.
 */
function saidByAll(rules: readonly Rule[], own: Rule, given: FixtureCase): Readonly<Record<string, readonly string[]>> {
  const stack = stackOfCase(own, given);
  const said = rules.map((rule) => {
    const verdicts = verdictsOn(rule, stack, rule === own ? given.settings : undefined);
    const counted = verdicts.filter(({ kind }) => rule === own || kind !== "malformed");
    return [rule.name, counted.map(({ message }) => message)] as const;
  });
  return Object.fromEntries(said.filter(([, messages]) => messages.length > 0));
}

/** Whether a rule can tell its compliant cases from its violating ones by what the resource itself says. */
function readsValues({ rule, compliant }: Fixtures): boolean {
  return Object.values(compliant).some((given) => {
    let read = false;
    const properties = new Proxy(given.properties, {
      get: (target, key) => {
        read = true;
        return Reflect.get(target, key) as unknown; // whatever the case has there
      },
    });
    verdictsOn(rule, stackOfCase(rule, { ...given, properties }), given.settings);
    return read;
  });
}

function companionsOf({ compliant }: Fixtures): NonNullable<FixtureCase["companions"]> {
  return Object.values(compliant).find(({ companions }) => companions !== undefined)?.companions ?? [];
}

/** Properties that have this value under every name. */
function everywhere(value: unknown): Readonly<Record<string, unknown>> {
  return new Proxy({}, { get: () => value, has: () => true });
}

/** A block in a block in a block, each name of it leading on. */
function endless(depth: number): Readonly<Record<string, unknown>> {
  return everywhere(depth === 0 ? 7 : endless(depth - 1));
}

const HOSTILE: readonly { readonly what: string; readonly properties: Readonly<Record<string, unknown>> }[] = [
  { what: "nothing", properties: {} },
  { what: "unknowns", properties: everywhere(UNKNOWN) },
  { what: "lists of unknowns", properties: everywhere([UNKNOWN]) },
  { what: "blocks of unknowns", properties: everywhere(everywhere(UNKNOWN)) },
  { what: "numbers", properties: everywhere(7) },
  { what: "truths", properties: everywhere(true) },
  { what: "text that is no JSON", properties: everywhere("no { JSON") },
  { what: "empty text", properties: everywhere("") },
  { what: "JSON of another kind", properties: everywhere('[7, null, {"Statement": 7}]') },
  { what: "lists of numbers", properties: everywhere([7, 7]) },
  { what: "lists of nothing", properties: everywhere([null, []]) },
  { what: "empty lists", properties: everywhere([]) },
  { what: "empty blocks", properties: everywhere({}) },
  { what: "blocks without end", properties: everywhere(endless(6)) },
  { what: "nulls", properties: everywhere(null) },
];

/** The same properties again and again, each time with another place of them replaced. */
function brokenAnywhere(
  value: Readonly<Record<string, unknown>>,
  by: unknown,
): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(value).flatMap(([key, one]) =>
    replacedWithin(one, by).map((other) => ({ ...value, [key]: other })),
  );
}

function replacedWithin(value: unknown, by: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return [by, ...value.flatMap((one, index) => replacedWithin(one, by).map((other) => value.with(index, other)))];
  }
  // A record by its kind: neither a list nor null.
  const within =
    typeof value === "object" && value !== null ? brokenAnywhere(value as Record<string, unknown>, by) : [];
  return [by, ...within];
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
