import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly rotate?: true;
  readonly from?: string;
  readonly json?: true;
}

/** `cells init`: a stack in the backend, with the secrets by which the cells know the edge. */
export function declareInit(cells: Command, context: CliContext): void {
  cells
    .command("init")
    .description(
      "create a stack where it is missing, and encrypt the edge's two origin secrets into its Pulumi.STACK.yaml",
    )
    .argument("<stack>", "prod-global, prod-eu, …: those of the registry in Pulumi.yaml")
    .option("--from <stack>", "take the secrets of this stack of the same stage (default: what its siblings agree on)")
    .option("--rotate", "of the edge's stack: the next secret becomes the current one, and a new one the next")
    .option("--json", "print one JSON object instead")
    .addHelpText("after", `\n${ROTATION}`)
    .action((stack: string, options: Options) => init(stack, options, context));
}

const ROTATION = `The edge sends the first secret of its stack, the cells accept both of theirs. To change them:
  cells init prod-global --rotate              the edge will send what the cells accept already
  pulumi up -s prod-global
  cells init prod-eu --from prod-global        and the same for every other cell
  pulumi up -s prod-eu                         the old secret is refused from here on
To take both out of use, do it twice.`;

async function init(stack: string, { rotate, from, json }: Options, context: CliContext): Promise<void> {
  const { projectDirectory } = await import("../deployment.ts");
  const { initStack } = await import("../init/init-stack.ts");
  const { createPulumi } = await import("../pulumi.ts");
  const pulumi = createPulumi(projectDirectory, context.variables);
  const means = { directory: projectDirectory, pulumi };
  const outcome = await initStack({ stack, rotate: rotate === true, from }, means);
  if (json === true) return context.out(JSON.stringify(outcome));
  const { created, secrets, next } = outcome;
  if (created) context.out(`Stack ${stack} is in the backend now.`);
  switch (secrets) {
    case "kept":
      context.out(`${stack} has its secrets already; \`cells init --help\` says how to change them.`);
      break;
    case "made":
      context.out(`${stack} has two new secrets, encrypted in Pulumi.${stack}.yaml.`);
      break;
    case "copied":
      context.out(`${stack} has the secrets of ${outcome.from ?? ""}, encrypted in Pulumi.${stack}.yaml.`);
      break;
    case "rotated":
      context.out(`${stack} sends its next secret from the next update on, and has a new one after it.`);
  }
  if (next.length > 0) context.out(`Next:\n${next.map((line) => `  ${line}`).join("\n")}`);
}
