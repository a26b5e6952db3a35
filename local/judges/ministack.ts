import { freePort, startGuarded } from "./guarded-host.ts";
import { installed, isPresent, run } from "./installation.ts";
import type { Judge, Skipped } from "./judge.ts";

const version = "1.5.33";
const name = `MiniStack ${version}`;

/** MiniStack, an emulator of many of AWS's services, from PyPI; bound to the loopback interface. */
export async function startMiniStack(): Promise<Judge | Skipped> {
  if (!(await isPresent("python3", "-m", "pip", "--version"))) {
    return { name, skipped: "there is no python3 with pip on the PATH" };
  }
  try {
    const folder = await installed(`ministack-${version}`, (fresh) =>
      run("python3", ["-m", "pip", "install", "--quiet", "--target", fresh, `ministack==${version}`]),
    );
    const port = await freePort();
    const env = { PYTHONPATH: folder, BIND_HOST: "127.0.0.1", GATEWAY_PORT: String(port), LOG_LEVEL: "WARNING" };
    const args = ["-m", "ministack"];
    return { name, ...(await startGuarded({ command: "python3", args, env, port, isolated: false })) };
  } catch (fault) {
    return { name, skipped: fault instanceof Error ? fault.message : String(fault) };
  }
}
