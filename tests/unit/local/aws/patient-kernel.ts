import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import type { Kernel } from "../../../../local/core/kernel.ts";

/** A virtual kernel for models that await one another: nobody waits for a task's end, only for what it sets off. */
export interface PatientKernel extends Kernel {
  /** Runs everything that is due within `ms`, in order, and what follows from it; throws what a task threw. */
  advance(ms: number): Promise<void>;
}

/** A kernel whose time moves only when a test says so, and only after every promise that can be kept is kept. */
export function createPatientKernel(seed: number): PatientKernel {
  const kernel = createVirtualKernel(seed);
  const faults: unknown[] = [];
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return {
    now: () => kernel.now(),
    random: () => kernel.random(),
    after: (delayMs, task) =>
      kernel.after(delayMs, () => {
        Promise.resolve()
          .then(task)
          .catch((fault: unknown) => void faults.push(fault));
        return turn();
      }),
    async advance(ms) {
      await turn();
      await kernel.advance(ms);
      if (faults.length > 0) throw faults.shift();
    },
  };
}
