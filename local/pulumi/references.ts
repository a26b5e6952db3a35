import { UserError } from "../core/errors.ts";
import type { Properties } from "../core/resource.ts";

/** Who refers to a stack. */
interface Referrer {
  readonly stack: string;
  readonly project: string;
}

/** The outputs of stacks, as other stacks wait for them. */
export interface References {
  /** These stacks are being deployed. */
  expect(stacks: readonly string[]): void;
  finish(stack: string, outputs: Properties): void;
  /** The outputs of the stack `name` ("organization/project/stack"), as soon as it has finished. */
  outputsOf(referrer: Referrer, name: string): Promise<Properties>;
}

interface Expected {
  readonly outputs: Promise<Properties>;
  readonly finish: (outputs: Properties) => void;
}

/** The references between the stacks of one local cloud. */
export function createReferences(organization: string): References {
  const expected = new Map<string, Expected>();
  const waitsFor = new Map<string, Set<string>>();

  function reaches(from: string, to: string): boolean {
    return from === to || [...(waitsFor.get(from) ?? [])].some((next) => reaches(next, to));
  }

  return {
    expect(stacks) {
      for (const stack of stacks) {
        let finish: (outputs: Properties) => void = () => undefined;
        const outputs = new Promise<Properties>((resolve) => {
          finish = resolve;
        });
        expected.set(stack, { outputs, finish });
      }
    },
    finish(stack, outputs) {
      expected.get(stack)?.finish(outputs);
      waitsFor.delete(stack);
    },
    async outputsOf({ stack, project }, name) {
      const target = name.split("/").at(-1) ?? name;
      if (name !== `${organization}/${project}/${target}`) {
        throw new UserError(
          `Stack ${stack} refers to ${name}; a local stack is ${organization}/${project}/<name of the stack>.`,
        );
      }
      const entry = expected.get(target);
      if (entry === undefined) {
        throw new UserError(`Stack ${stack} refers to ${name}, which is not deployed in this local cloud.`);
      }
      if (reaches(target, stack)) {
        throw new UserError(`Stack ${stack} refers to ${name}, which itself waits for ${stack}.`);
      }
      waitsFor.set(stack, (waitsFor.get(stack) ?? new Set()).add(target));
      return entry.outputs;
    },
  };
}
