import { runScenario } from "../run-seed.ts";
import { cellsOf, drawScenario } from "../scenario.ts";
import { parseHunt, seedsOf, type Catch, type Hunt } from "./hunt.ts";

await hunt(parseHunt(process.argv.slice(2)));

/** Runs seeds until one breaks an invariant, and tells which; or that none did. */
async function hunt(of: Hunt): Promise<void> {
  let seeds = 0;
  for (const seed of seedsOf(of)) {
    seeds += 1;
    const { breaches } = await runScenario(drawScenario(seed, cellsOf(seed), "direct"));
    const [breach] = breaches;
    if (breach === undefined) continue;
    const checkers = [...new Set(breaches.map(({ checker }) => checker))];
    tell({ caught: true, seeds, seed, ...breach, checkers });
    return;
  }
  tell({ caught: false, seeds });
}

function tell(found: Catch): void {
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
