import type { CliContext } from "../context.ts";
import { standUp, type StandUpOptions } from "../stand-up.ts";

/** How the demo is to run. */
export interface DemoOptions extends StandUpOptions {
  /** Ends after the proof. */
  readonly once?: true;
  readonly seed: string;
  readonly concurrency: number;
  /** The outcome as JSON in place of the tables. */
  readonly json?: true;
}

/** Stands both cells up, pays the example files through them, proves that money was conserved, and stays up. */
export async function runDemo(options: DemoOptions, context: CliContext): Promise<void> {
  const load = () => import("./paying.ts");
  // What pays is loaded while the stacks are evaluated, and not before anything is begun; what fails there fails below.
  const onDeploying = (): void => void load().catch(() => undefined);
  const cloud = await standUp({ ...options, onDeploying }, context);
  try {
    const { payAndProve } = await load();
    const sound = await payAndProve(options, cloud, context);
    if (!sound) context.exitCode(1);
    if (options.once !== true) await context.stay();
  } finally {
    await cloud.shutdown();
  }
}
