import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MAIN } from "../../policy/core/fixtures.ts";
import type { Companion, FixtureCase, Fixtures } from "../../policy/core/fixtures.ts";
import { defaultsOf, judge, judges } from "../../policy/core/judge.ts";
import type { Verdict } from "../../policy/core/judge.ts";
import type { Project, Rule } from "../../policy/core/rule.ts";
import { stackOf } from "../../policy/core/stack.ts";
import type { Declared, JudgedStack } from "../../policy/core/stack.ts";

const policy = fileURLToPath(new URL("../../policy/", import.meta.url));

/** A file of fixtures, or why it could not be loaded. */
export interface FixtureFile {
  /** "rules/sqs/require-queue-customer-key". */
  readonly name: string;
  readonly fixtures?: Fixtures;
  readonly problem?: string;
}

/** Every `*.fixtures.ts` below a folder of policy/. */
export async function fixtureFiles(folder: string): Promise<readonly FixtureFile[]> {
  const files = readdirSync(path.join(policy, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".fixtures.ts"))
    .toSorted();
  return Promise.all(
    files.map(async (file): Promise<FixtureFile> => {
      const name = path.posix.join(folder, file.replaceAll(path.sep, "/").replace(/\.fixtures\.ts$/, ""));
      try {
        const url = pathToFileURL(path.join(policy, folder, file)).href;
        // The law of names: a file of fixtures exports them as `fixtures`; what is missing is told below.
        const { fixtures } = (await import(url)) as { readonly fixtures?: Fixtures };
        return fixtures === undefined ? { name, problem: "It exports no `fixtures`." } : { name, fixtures };
      } catch (thrown) {
        return { name, problem: String(thrown) };
      }
    }),
  );
}

const urnOf = (stack: string, type: string, name: string): string => `urn:pulumi:${stack}::fixtures::${type}::${name}`;

/** A case as it is judged. */
export interface JudgedCase {
  /** The judged resource first, then its companions. */
  readonly stack: JudgedStack;
  readonly project: Project;
}

/** The stack of a case, and its project. */
export function stackOfCase(rule: Rule, given: FixtureCase): JudgedCase {
  const main = { ...given, name: MAIN, type: given.type ?? rule.types[0] ?? "" };
  const stack = stackOfAll("test", [main, ...(given.companions ?? [])], given.protect === true);
  const others = (given.otherStacks ?? []).map((resources, index) => ({
    name: `other-${index}`,
    stack: stackOfAll(`other-${index}`, resources),
  }));
  return { stack, project: { stacks: [{ name: "test", stack }, ...others] } };
}

function stackOfAll(stack: string, resources: readonly Companion[], protectsMain = false): JudgedStack {
  const urns = new Map(resources.map(({ type, name }) => [name, urnOf(stack, type, name)]));
  return stackOf(
    resources.map(({ type, name, properties, madeFrom = {} }): Declared => ({
      urn: urnOf(stack, type, name),
      type,
      name,
      protect: name === MAIN && protectsMain,
      properties,
      propertyDependencies: Object.fromEntries(
        Object.entries(madeFrom).map(([property, names]) => [
          property,
          names.map((one) => urns.get(one) ?? `no companion ${one}`),
        ]),
      ),
    })),
  );
}

/** What one rule says of the judged resource of a case. */
export function verdictsOn(
  rule: Rule,
  { stack, project }: JudgedCase,
  settings?: FixtureCase["settings"],
): readonly Verdict[] {
  const [resource] = stack.resources;
  if (resource === undefined || !judges(rule, resource.type)) return [];
  return judge(rule, resource, { stack, project, settings: { ...defaultsOf(rule), ...settings } });
}
