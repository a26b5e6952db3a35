import { changed } from "../../policy/core/fixtures.ts";
import type { Properties } from "../../policy/core/fixtures.ts";
import { rule } from "../../policy/core/rule.ts";
import type { Rule } from "../../policy/core/rule.ts";
import type { StackGraph } from "../../cli/policy/graph.ts";
import type { Declared } from "../../policy/core/stack.ts";

const about = {
  description: "Things that are tested have a colour.",
  types: ["aws:sqs/queue:Queue"],
  severity: "high",
  reason: "A colourless thing is found by nobody who looks for it.",
  remediation: "Set `colour` to a colour.",
  controls: { "pci-dss-4.0.1": ["3.5.1"] },
} as const;

/** Asks for a colour, by default any. */
export const requireColour = rule({
  ...about,
  name: "require-colour",
  property: "test.colour",
  level: "mandatory",
  settings: { colours: { type: "array", description: "Which ones.", default: [] } },
  judge({ read, settings: { colours } }) {
    const colour = read.text("colour");
    if (colour === undefined) return "The thing has no colour.";
    return colours.length === 0 || colours.includes(colour) ? undefined : `The thing is ${colour}.`;
  },
});

/** Throws for whatever it sees. */
export const requireNothing = rule({
  ...about,
  name: "require-nothing",
  property: "test.nothing",
  level: "advisory",
  judge: () => {
    throw new TypeError("cannot read properties of <nothing>");
  },
});

/** A pack of these rules. */
export const packOf = (...rules: readonly Rule[]): { readonly name: string; readonly rules: readonly Rule[] } => ({
  name: "test",
  rules,
});

/** The URN of a queue of stack one. */
export const urnOf = (name: string, stack = "one"): string => `urn:pulumi:${stack}::test::aws:sqs/queue:Queue::${name}`;

/** A stack of queues by name. */
export function queues(properties: Readonly<Record<string, Properties>>, stack = "one"): StackGraph {
  return {
    name: stack,
    resources: Object.entries(properties).map(([name, own]): Declared => ({
      urn: urnOf(name, stack),
      type: "aws:sqs/queue:Queue",
      name,
      protect: false,
      properties: changed({ delaySeconds: 1 }, own),
    })),
  };
}
