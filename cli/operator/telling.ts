import type { CliContext } from "../context.ts";
import { duration, toJson } from "../text.ts";
import type { Platform } from "./platform.ts";
import { createSteps, type Steps } from "./steps.ts";

/** Runs an operator's command and tells each step with its time, or all of them as one JSON object in the end. */
export async function tellSteps(
  { verb, cell, json }: { readonly verb: string; readonly cell: string; readonly json: boolean },
  context: CliContext,
  { where }: Pick<Platform, "where">,
  run: (steps: Steps) => Promise<void>,
): Promise<void> {
  const { clock, screen, out } = context;
  if (!json) out(`${verb} ${cell} on ${where}`);
  const steps = createSteps(
    clock,
    ({ says, afterMs }) => {
      screen?.clear();
      if (!json) out(`${duration(afterMs).padStart(8)}  ${says}`);
    },
    (waiting) => screen?.draw(`          ${waiting}`.slice(0, screen.columns - 1)),
  );
  try {
    await run(steps);
  } finally {
    screen?.clear();
  }
  if (json) out(toJson({ verb, cell, steps: steps.taken }));
}
