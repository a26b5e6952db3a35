import type { Cancel, Kernel } from "../core/kernel.ts";

/** Wakes those who read streams: nobody has to poll. */
export interface StreamBell {
  /** Calls `listener` soon after records came; several at once may ring once. */
  readonly listen: (streamArn: string, listener: () => void) => Cancel;
  readonly ring: (streamArn: string) => void;
}

/** A bell that rings through the kernel, so that a reader never runs inside a writer's call. */
export function createStreamBell(kernel: Kernel): StreamBell {
  const listeners = new Map<string, Set<() => void>>();
  const ringing = new Set<string>();
  return {
    listen(streamArn, listener) {
      const known = listeners.get(streamArn) ?? new Set();
      listeners.set(streamArn, known.add(listener));
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(streamArn) === known) listeners.delete(streamArn);
      };
    },
    ring(streamArn) {
      if (!listeners.has(streamArn) || ringing.has(streamArn)) return;
      ringing.add(streamArn);
      kernel.after(0, () => {
        ringing.delete(streamArn);
        listeners.get(streamArn)?.forEach((listener) => listener());
      });
    },
  };
}
