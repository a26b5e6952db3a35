import type { CliContext, Screen } from "../../../cli/context.ts";

/** A context that keeps what is written, and whose clock only moves when somebody sleeps. */
export interface FakeContext extends CliContext {
  readonly written: { readonly out: readonly string[]; readonly err: readonly string[] };
  readonly exitCodes: readonly number[];
  /** Lets time pass. */
  pass(ms: number): void;
}

/** Makes a context for a test; `screen` stands for a terminal that somebody watches. */
export function fakeContext(variables: Record<string, string> = {}, screen?: Screen): FakeContext {
  const out: string[] = [];
  const err: string[] = [];
  const exitCodes: number[] = [];
  let now = 0;
  return {
    written: { out, err },
    exitCodes,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    screen,
    variables,
    clock: {
      now: () => now,
      monotonic: () => now,
      sleep: async (ms) => {
        now += ms;
      },
      deadline: () => new AbortController().signal,
    },
    random: () => 0,
    started: 0,
    stay: () => Promise.resolve(),
    exitCode: (code) => void exitCodes.push(code),
    pass(ms) {
      now += ms;
    },
  };
}
