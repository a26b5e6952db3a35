import type { Difference } from "../differences.ts";
import type { Standing } from "./standing.ts";

/** What docs/local-differences.md is made from. */
export interface DifferencesSource {
  readonly standings: readonly Standing[];
  /** Functions of the provider that are answered. */
  readonly functions: readonly string[];
  readonly differences: readonly Difference[];
}

/** Renders docs/local-differences.md. */
export function renderDifferences({ standings, functions, differences }: DifferencesSource): string {
  const ofStanding = (standing: Standing["standing"]): readonly string[] =>
    standings.filter((one) => one.standing === standing).map((one) => one.type);
  return [
    "# How the local cloud differs from AWS",
    "Made from `local/`; `npx vitest run tests/unit/local/pulumi/differences.test.ts --update` makes it anew.",
    "## Behaviour",
    ...byService(differences),
    "## Resource types",
    "### Modelled",
    "They do what they do on AWS, as far as the program uses it; an input beyond that is refused by name.",
    bullets(ofStanding("modelled")),
    "### Declared only",
    "Their inputs are checked and their outputs computed, and nothing happens.",
    bullets(ofStanding("declared-only")),
    "### Components",
    "The host constructs their children itself.",
    bullets(ofStanding("constructed")),
    "### Refused",
    "Every other type: a program that registers one fails with `NotImplemented` and the type's name.",
    "## Functions of the provider",
    "These are answered, and every other is refused by name.",
    bullets(functions.toSorted()),
    "",
  ].join("\n\n");
}

function byService(differences: readonly Difference[]): readonly string[] {
  const services = [...new Set(differences.map((difference) => difference.service))];
  return services.flatMap((service) => [
    `### ${service}`,
    differences
      .filter((difference) => difference.service === service)
      .map((difference) => `- ${difference.local}`)
      .join("\n"),
  ]);
}

function bullets(names: readonly string[]): string {
  return names.map((name) => `- \`${name}\``).join("\n");
}
