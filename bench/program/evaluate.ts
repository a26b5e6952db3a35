import { fileURLToPath } from "node:url";
import { forked, typescript } from "../forked.ts";
import type { Evaluated, Order, Registered } from "./messages.ts";

/** Carries an order out in a fresh process. */
export async function evaluate(message: Order): Promise<Evaluated> {
  // Sent by that module.
  return (await forked(fileURLToPath(new URL("child.ts", import.meta.url)), {
    flags: typescript,
    message,
  })) as Evaluated;
}

/** Everything that the program registers for a stack. */
export async function registrationsOf(stack: string): Promise<readonly Registered[]> {
  const { registered } = await evaluate({ order: "program", stack, preload: [] });
  return registered;
}
