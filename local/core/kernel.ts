/** Where time, chance and lateness come from. One driver runs a server by the wall clock, another a simulation. */
export interface Kernel {
  /** Wall time, milliseconds since the epoch. */
  now(): number;
  /** A float in [0, 1). */
  random(): number;
  /** Runs `task` once, `delayMs` from now. A task that throws is reported to `onFault`, never lost. */
  after(delayMs: number, task: () => void | Promise<void>): Cancel;
}

/** Cancels a task that has not run yet; harmless afterwards. */
export type Cancel = () => void;

/** `length` bytes from the kernel's own chance, as lower-case hex: ids of everything the local cloud makes. */
export function randomHex(kernel: Kernel, length: number): string {
  let hex = "";
  for (let index = 0; index < length; index += 1) {
    hex += Math.floor(kernel.random() * 256)
      .toString(16)
      .padStart(2, "0");
  }
  return hex;
}
