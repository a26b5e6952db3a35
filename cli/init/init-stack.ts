import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { UserError } from "../../local/core/errors.ts";
import { readSecrets, secretsIn, stackFile, type SecretPair } from "../origin-secrets.ts";
import type { Pulumi } from "../pulumi.ts";
import { findStack, readRegistry, stacksOf, type KnownStack } from "../stacks.ts";
import { writeSecrets } from "./write-secrets.ts";

/** What is asked of a stack's secrets. */
export interface InitRequest {
  readonly stack: string;
  /** Shifts the edge's secrets: the next becomes the current one, and a new one the next. */
  readonly rotate: boolean;
  /** The stack whose secrets to take, where it is not for the sibling's to say. */
  readonly from: string | undefined;
}

/** What became of them. */
export interface InitOutcome {
  readonly stack: string;
  readonly secrets: "made" | "copied" | "rotated" | "kept";
  /** The stack that they were copied from. */
  readonly from?: string;
  /** Whether the backend did not have the stack before. */
  readonly created: boolean;
  /** What to do next, one command after the other. */
  readonly next: readonly string[];
}

/** The project and the means to change it. */
export interface InitMeans {
  readonly directory: string;
  readonly pulumi: Pulumi;
}

/**
 * Gives a stack its two origin secrets, the same as all stacks of its stage have. Throws `UserError`, and then nothing
 * has changed.
 */
export async function initStack(request: InitRequest, means: InitMeans): Promise<InitOutcome> {
  const { directory, pulumi } = means;
  const registry = readRegistry(directory);
  const stack = findStack(registry, request.stack);
  const from = request.from === undefined ? undefined : findStack(registry, request.from);
  checkRequest(stack, from, request.rotate);
  const file = stackFile(directory, stack.name);
  if (!existsSync(file)) {
    throw new UserError(`There is no ${file}: write it first, with aws:region and payment-cells:size.`);
  }
  const known = (await pulumi.stacks()).map(({ name }) => name);
  const created = !known.includes(stack.name);
  const source = await chooseSecrets(stack, from, request.rotate, means);
  const next = nextSteps(stack, source.secrets);
  if (source.secrets === "kept" && !created) return { stack: stack.name, secrets: "kept", created, next };
  await writeSecrets({ stack: stack.name, file, created, pair: source.pair }, pulumi);
  const { secrets } = source;
  return { stack: stack.name, secrets, ...(source.from && { from: source.from }), created, next };
}

interface Chosen {
  readonly secrets: InitOutcome["secrets"];
  readonly from?: string;
  /** Absent where the stack keeps what it has. */
  readonly pair?: SecretPair;
}

function checkRequest(stack: KnownStack, from: KnownStack | undefined, rotate: boolean): void {
  if (from !== undefined && (from.stage.name !== stack.stage.name || from.name === stack.name)) {
    throw new UserError(`${stack.name} takes its secrets from another stack of its own stage, not from ${from.name}.`);
  }
  if (rotate && from !== undefined) throw new UserError("--rotate makes a new secret, --from takes one: say either.");
  if (rotate && stack.cell !== undefined) {
    const edge = edgeOf(stack);
    throw new UserError(
      `The edge changes first: \`cells init ${edge} --rotate\`, \`pulumi up -s ${edge}\`, ` +
        `then \`cells init ${stack.name} --from ${edge}\`.`,
    );
  }
}

async function chooseSecrets(
  stack: KnownStack,
  from: KnownStack | undefined,
  rotate: boolean,
  means: InitMeans,
): Promise<Chosen> {
  const { directory, pulumi } = means;
  const initialised = (name: string) => secretsIn(stackFile(directory, name)) === "encrypted";
  if (from !== undefined) {
    if (!initialised(from.name)) throw new UserError(`${from.name} has no secrets yet: \`cells init ${from.name}\`.`);
    return { secrets: "copied", from: from.name, pair: await readSecrets(pulumi, from.name) };
  }
  const siblings = stacksOf(stack.stage).filter(({ name }) => name !== stack.name && initialised(name));
  if (rotate) return rotated(stack, siblings, initialised(stack.name), pulumi);
  if (initialised(stack.name)) return { secrets: "kept" };
  const pairs = await Promise.all(siblings.map(async ({ name }) => ({ name, pair: await readSecrets(pulumi, name) })));
  const [first] = pairs;
  if (first === undefined) return { secrets: "made", pair: [newSecret(), newSecret()] };
  const other = pairs.find(({ pair }) => pair.join() !== first.pair.join());
  if (other !== undefined) {
    throw new UserError(
      `${first.name} and ${other.name} have different secrets: a rotation is under way. Say which with --from.`,
    );
  }
  return { secrets: "copied", from: first.name, pair: first.pair };
}

/** The edge moves on to the secret that every cell accepts already. */
async function rotated(
  edge: KnownStack,
  cells: readonly KnownStack[],
  initialised: boolean,
  pulumi: Pulumi,
): Promise<Chosen> {
  if (!initialised) throw new UserError(`${edge.name} has no secrets yet: \`cells init ${edge.name}\`.`);
  const pair = await readSecrets(pulumi, edge.name);
  for (const cell of cells) {
    const accepted = await readSecrets(pulumi, cell.name);
    if (accepted.join() === pair.join()) continue;
    throw new UserError(
      `${cell.name} has not followed the last rotation, and would refuse the edge: ` +
        `\`cells init ${cell.name} --from ${edge.name}\` and \`pulumi up -s ${cell.name}\` first.`,
    );
  }
  return { secrets: "rotated", pair: [pair[1], newSecret()] };
}

function nextSteps(stack: KnownStack, secrets: InitOutcome["secrets"]): readonly string[] {
  const up = `pulumi up -s ${stack.name}`;
  if (secrets !== "rotated") return secrets === "kept" ? [] : [up];
  const cells = stacksOf(stack.stage).filter(({ cell }) => cell !== undefined);
  return [up, ...cells.flatMap(({ name }) => [`cells init ${name} --from ${stack.name}`, `pulumi up -s ${name}`])];
}

function edgeOf({ stage }: KnownStack): string {
  const [edge] = stacksOf(stage);
  return edge?.name ?? stage.name;
}

/** 256 bits in characters that a header takes. */
function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
