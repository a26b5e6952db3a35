import { InvalidArgumentError, type Command } from "commander";
import type { CliContext } from "../context.ts";
import { engineVariables } from "../engine-variables.ts";

/** `cells env`: shell exports that point the AWS CLI, every SDK and Pulumi to the running local cloud. */
export function declareEnv(cells: Command, context: CliContext): void {
  cells
    .command("env")
    .description('print shell exports for the running local cloud: eval "$(npx cells env)"')
    .option("--port <port>", "the port of its AWS endpoint, where it is not the default one", portOption)
    .option("--json", "print one JSON object instead")
    .action(async ({ port, json }: { port?: number; json?: true }) => {
      const { findCloud } = await import("../running-cloud.ts");
      const { readDeployment } = await import("../deployment.ts");
      const chosen = port === undefined ? {} : { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
      const { url, status } = await findCloud({ ...context, variables: { ...context.variables, ...chosen } });
      const [{ region }] = readDeployment().cells;
      const exports = {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        ...(status.engine === undefined ? {} : engineVariables(status.engine)),
      };
      if (json === true) context.out(JSON.stringify(exports));
      else for (const [name, value] of Object.entries(exports)) context.out(`export ${name}=${value}`);
    });
}

/** A port as a user typed it; 0 takes any free one. */
export function portOption(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535.");
}
