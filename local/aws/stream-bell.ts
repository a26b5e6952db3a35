import type { Cancel, Kernel } from "../core/kernel.ts";

/** Hears that a stream may have records: in these shards, or in any where they are not known. */
export type StreamListener = (shards?: ReadonlySet<string>) => void;

/** Wakes those who read streams: nobody has to poll. */
export interface StreamBell {
  /** Calls `listener` soon after records came; several at once may ring once. */
  readonly listen: (streamArn: string, listener: StreamListener) => Cancel;
  readonly ring: (streamArn: string, shards?: ReadonlySet<string>) => void;
}

/** A bell that rings through the kernel, so that a reader never runs inside a writer's call. */
export function createStreamBell(kernel: Kernel): StreamBell {
  const listeners = new Map<string, Set<StreamListener>>();
  const ringing = new Map<string, ReadonlySet<string> | undefined>();
  return {
    listen(streamArn, listener) {
      const known = listeners.get(streamArn) ?? new Set();
      listeners.set(streamArn, known.add(listener));
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(streamArn) === known) listeners.delete(streamArn);
      };
    },
    ring(streamArn, shards) {
      if (!listeners.has(streamArn)) return;
      const isRinging = ringing.has(streamArn);
      ringing.set(streamArn, isRinging ? eitherOf(ringing.get(streamArn), shards) : shards);
      if (isRinging) return;
      kernel.after(0, () => {
        const rung = ringing.get(streamArn);
        ringing.delete(streamArn);
        listeners.get(streamArn)?.forEach((listener) => listener(rung));
      });
    },
  };
}

/** What was rung for and nobody has looked at yet. */
export interface RungShards {
  add: StreamListener;
  readonly isEmpty: boolean;
  /** Whether a shard is one of them; from then on there are none. */
  take(): (shard: string) => boolean;
}

/** At first any shard may have records. */
export function createRungShards(): RungShards {
  let rung: ReadonlySet<string> | undefined;
  return {
    add(shards) {
      rung = eitherOf(rung, shards);
    },
    get isEmpty() {
      return rung?.size === 0;
    },
    take() {
      const taken = rung;
      rung = new Set();
      return (shard) => taken?.has(shard) !== false;
    },
  };
}

/** What either means: any shard where one of them does. */
function eitherOf(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  return one === undefined || other === undefined ? undefined : new Set([...one, ...other]);
}
