import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { freePort, ownNetwork, startGuarded } from "../../../../local/judges/guarded-host.ts";

const serves = (port: number, host: string): readonly string[] => [
  "-e",
  `require("node:http").createServer((_, response) => response.end("pid " + process.pid)).listen(${port}, "${host}")`,
];
const command = process.execPath;
const [unshare = "", ...inside] = ownNetwork();
const hasNetworks = spawnSync(unshare, [...inside, "true"]).status === 0;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a guarded process", () => {
  it("is there once it answers, and gone once it was stopped", async () => {
    const port = await freePort();
    const guarded = await startGuarded({ command, args: serves(port, "127.0.0.1"), port, isolated: false });
    expect(guarded.url).toBe(`http://127.0.0.1:${port}`);
    const pid = Number((await (await fetch(guarded.url)).text()).slice(4));
    expect(isAlive(pid)).toBe(true);
    await guarded.stop();
    await guarded.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it("says why it did not start", async () => {
    const args = ["-e", 'console.error("no\\n  licence"); process.exit(3)'];
    const port = await freePort();
    await expect(startGuarded({ command, args, port, isolated: false })).rejects.toThrow(
      "it did not start: no licence",
    );
  });

  it.runIf(hasNetworks)(
    "may listen wherever it likes in a network of its own, and is reached by one port",
    async () => {
      const port = 8_000;
      const starting = [1, 2].map(() => startGuarded({ command, args: serves(port, "0.0.0.0"), port, isolated: true }));
      const both = await Promise.all(starting);
      const pids = await Promise.all(both.map(async ({ url }) => (await fetch(url)).text()));
      expect(new Set(pids).size).toBe(2);
      expect(both.map(({ url }) => url)).not.toContain("http://127.0.0.1:8000");
      await Promise.all(both.map((guarded) => guarded.stop()));
    },
  );
});
