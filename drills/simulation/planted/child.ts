import { parseHunt, type Hunt, type Catch } from "./hunt.ts";
import { runScenario } from "../run-seed.ts";
import { drawScenario } from "../scenario.ts";

await hunt(parseHunt(process.argv.slice(2)));

/** Runs seeds until one breaks an invariant, and tells which; or that none did. */
async function hunt({ first, seeds }: Hunt): Promise<void> {
  for (let index = 0; index < seeds; index += 1) {
    const seed = first + index;
    const result = await runScenario(drawScenario(seed, seed % 2 === 0 ? 2 : 3, "direct")).catch((fault: unknown) => ({
      breaches: [{ checker: "simulation", fault: String(fault) }],
    }));
    const [breach] = result.breaches;
    if (breach === undefined) continue;
    tell({ caught: true, seeds: index + 1, seed, ...breach });
    return;
  }
  tell({ caught: false, seeds });
}

function tell(found: Catch): void {
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
