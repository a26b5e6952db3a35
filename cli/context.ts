import { systemClock, type Clock, type Random } from "../functions/stores/clock.ts";

/** What a verb has of the machine that it runs on; tests give it another. */
export interface CliContext {
  /** Writes a line for people or a program to read. */
  out(line: string): void;
  /** Writes a line about what goes on or went wrong. */
  err(line: string): void;
  /** Where a progress bar may be drawn; undefined when nobody watches. */
  readonly screen: Screen | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  /** When the process began, on the monotonic clock. */
  readonly started: number;
  /** Waits for the signal that ends the process. */
  stay(): Promise<void>;
  /** Ends the process with a code other than zero once the verb is through, where that is no error to explain. */
  exitCode(code: number): void;
}

/** A terminal whose last line can be drawn again. */
export interface Screen {
  readonly columns: number;
  draw(line: string): void;
  clear(): void;
}

/** The context of a real process. */
export function processContext(): CliContext {
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    screen: process.stderr.isTTY ? terminal(process.stderr) : undefined,
    variables: process.env,
    clock: systemClock(),
    random: Math.random,
    // The monotonic clock of Node counts from the start of the process.
    started: 0,
    stay: () => new Promise(() => {}),
    exitCode(code) {
      process.exitCode = code;
    },
  };
}

function terminal(stream: NodeJS.WriteStream): Screen {
  return {
    get columns() {
      return stream.columns;
    },
    draw: (line) => stream.write(`\r\x1b[K${line}`),
    clear: () => stream.write("\r\x1b[K"),
  };
}
