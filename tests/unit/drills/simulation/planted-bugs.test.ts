import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { plant, ROOT } from "../../../../drills/simulation/planted/build.ts";
import { plantedBugs } from "../../../../drills/simulation/planted/bugs.ts";

const bug = { name: "a", story: "b", file: "c.ts", find: "one", replace: "$& two" };

describe("planting a bug", () => {
  it("replaces what stands there once, to the letter", () => {
    expect(plant(bug, "before one after")).toBe("before $& two after");
  });

  it.each(["nothing", "one and one", ""])("refuses a source in which it does not stand once: %j", (source) => {
    const times = source.split("one").length - 1;
    expect(() => plant(bug, source)).toThrow(`The planted bug a finds its place ${times} times in c.ts, not once.`);
  });

  it("refuses a bug that looks for nothing", () => {
    expect(() => plant({ ...bug, find: "" }, "source")).toThrow("nowhere");
  });
});

describe("the planted bugs", () => {
  it("are at least thirty, each under a name of its own", () => {
    const names = plantedBugs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(30);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(plantedBugs.map((planted) => [planted.name, planted] as const))(
    "%s stands in production source just once, and changes it",
    async (_, planted) => {
      expect(planted.file).toMatch(/^functions\/.+\.ts$/);
      const source = await readFile(`${ROOT}${planted.file}`, "utf8");
      expect(plant(planted, source)).not.toBe(source);
    },
  );

  it("name nothing that is not there: such a bug would throw where nobody looks, and do no harm", async () => {
    const folder = await mkdtemp(join(tmpdir(), "planted-"));
    try {
      for (const planted of plantedBugs) {
        const source = await readFile(`${ROOT}${planted.file}`, "utf8");
        await writeFile(join(folder, `${planted.name}.ts`), plant(planted, source));
      }
      // Functions run on Node: its own names are there.
      const settings = join(folder, "settings.json");
      await writeFile(settings, JSON.stringify({ env: { node: true, es2024: true } }));
      const wanted = ["-A", "all", "-D", "no-undef", "-c", settings, folder];
      const linted = promisify(execFile)(`${ROOT}node_modules/.bin/oxlint`, wanted);
      await expect(linted).resolves.toMatchObject({ stdout: expect.stringContaining("Found 0 warnings and 0 errors") });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
