import { existsSync } from "node:fs";
import { join } from "node:path";
import { answers, cacheFolder, freePort, isInstalled, run, startServer, stopServer } from "./process.ts";
import { region, type Target } from "./target.ts";

const version = "1.5.33";
const installMs = 180_000;

/** MiniStack (PyPI, MIT), an emulator of many services. */
export const ministackTarget: Target = {
  name: "ministack",
  about: `MiniStack ${version} from PyPI, where python3 is`,
  async start(say) {
    if (!(await isInstalled("python3", "--version"))) return { unavailable: "there is no python3 on this machine" };
    const folder = cacheFolder(`ministack-${version}`);
    const python = join(folder, "bin", "python");
    const installed = join(folder, "bin", "ministack");
    if (!existsSync(installed)) {
      say(`installing MiniStack ${version} from PyPI into ${folder}`);
      try {
        await run("python3", ["-m", "venv", folder], installMs);
        await run(python, ["-m", "pip", "install", "--quiet", `ministack==${version}`], installMs);
      } catch (fault) {
        return { unavailable: `it could not be installed: ${fault instanceof Error ? fault.message : String(fault)}` };
      }
    }
    const port = await freePort();
    const server = startServer(installed, [], {
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      LOG_LEVEL: "ERROR",
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await answers(url, server, 60_000);
    } catch (fault) {
      await stopServer(server);
      return { unavailable: `it could not be started: ${fault instanceof Error ? fault.message : String(fault)}` };
    }
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    return { place: { url, region, credentials }, stop: () => stopServer(server) };
  },
};
