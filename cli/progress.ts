import type { CliContext } from "./context.ts";
import { duration } from "./text.ts";

/** How far a long step has come: a bar where somebody watches, a line now and then where it is logged. */
export interface Progress {
  /** One more is done, or several. */
  advance(by?: number): void;
  /** Takes the bar away. */
  end(): void;
}

const LINE_EVERY = 100;
const LINE_EVERY_MS = 2_000;
const DRAW_EVERY_MS = 50;
const BAR_MAX = 40;

/** Shows `total` things being done. */
export function createProgress(context: CliContext, label: string, total: number): Progress {
  const { clock, screen } = context;
  const started = clock.monotonic();
  let done = 0;
  let shown = started;

  const figures = () => {
    const elapsed = clock.monotonic() - started;
    const rate = elapsed === 0 ? 0 : (done * 1_000) / elapsed;
    const share = `${String(done).padStart(String(total).length)}/${total}`;
    // As wide as before, whatever the figures: the bar must not jump.
    return `${share}  ${rate.toFixed(0).padStart(4)}/s  ${duration(elapsed).padStart(6)}`;
  };

  return {
    advance(by = 1) {
      const before = done;
      done += by;
      const since = clock.monotonic() - shown;
      const due =
        screen === undefined ? hundreds(done) > hundreds(before) || since >= LINE_EVERY_MS : since >= DRAW_EVERY_MS;
      if (!due && done < total) return;
      shown = clock.monotonic();
      if (screen === undefined) context.err(`${label}  ${figures()}`);
      else screen.draw(barLine(label, done / total, figures(), screen.columns));
    },
    end: () => screen?.clear(),
  };
}

function hundreds(number: number): number {
  return Math.floor(number / LINE_EVERY);
}

function barLine(label: string, share: number, figures: string, columns: number): string {
  const width = Math.min(BAR_MAX, columns - label.length - figures.length - 7);
  if (width < 5) return `${label}  ${figures}`.slice(0, columns - 1);
  const full = Math.round(share * width);
  return `${label}  [${"#".repeat(full)}${"-".repeat(width - full)}]  ${figures}`;
}
