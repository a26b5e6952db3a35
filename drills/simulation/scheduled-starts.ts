import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { earliest, type Backlog } from "./backlog.ts";
import type { Invocation } from "./environments.ts";
import type { Pace } from "./pace.ts";

/** Starts of a function by its schedule. */
export interface ScheduledStarts {
  /** One start; what becomes of it is nobody's to wait for. */
  start(): void;
  /** Starts that have not been done, those that were given up among them. */
  backlog(): Backlog;
  /** Starts it once for all of the same input that were given up, as `cells dlq redrive` does. */
  redrive(): Promise<void>;
}

/** A start that was not done yet. */
interface Start {
  readonly at: number;
  readonly input: string;
  givenUp: boolean;
}

/**
 * Nothing was started yet. What fails is tried again after each of the pace's pauses, and then kept. `inputAt` is what
 * a start is given that is due at a moment.
 */
export function createScheduledStarts(
  { kernel, pace }: { readonly kernel: VirtualKernel; readonly pace: Pick<Pace, "startRetriesMs"> },
  invoke: (input: string) => Promise<Invocation<unknown>>,
  inputAt: (at: number) => string = () => "{}",
): ScheduledStarts {
  const open = new Set<Start>();
  const givenUp = (): readonly Start[] => [...open].filter((start) => start.givenUp);

  async function attempt(start: Start, count: number): Promise<void> {
    const { end } = await invoke(start.input);
    const pauseMs = pace.startRetriesMs[count];
    if (end === "done") open.delete(start);
    else if (pauseMs === undefined) start.givenUp = true;
    else kernel.after(pauseMs, () => attempt(start, count + 1));
  }

  return {
    start() {
      const at = kernel.now();
      const start = { at, input: inputAt(at), givenUp: false };
      open.add(start);
      void attempt(start, 0);
    },
    backlog() {
      const since = earliest([...open].map(({ at }) => at));
      return { waiting: open.size, since, toldSince: since, deadLetters: givenUp().length };
    },
    async redrive() {
      const letters = givenUp();
      for (const input of new Set(letters.map((start) => start.input))) {
        const { end } = await invoke(input);
        if (end !== "done") continue;
        for (const start of letters) if (start.input === input) open.delete(start);
      }
    },
  };
}
