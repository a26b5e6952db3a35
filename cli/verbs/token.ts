import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly tenant: string;
  readonly cell?: string;
  readonly json?: true;
}

/** `cells token`: an access token of a tenant, for the Authorization header. */
export function declareToken(cells: Command, context: CliContext): void {
  cells
    .command("token")
    .description("print an access token of a tenant, good for an hour in every cell")
    .requiredOption("--tenant <name>", "whose token")
    .option("--cell <name>", "whose issuer gives it (default: the first cell of the registry)")
    .option("--json", "print one JSON object instead")
    .action(async ({ tenant, cell, json }: Options) => {
      const { connect } = await import("../connection.ts");
      const { deployment, directory } = await connect(context);
      const client = await directory.client(tenant, cell ?? deployment.cells[0].name);
      const token = await directory.token(client);
      const { clientId } = client;
      context.out(json === true ? JSON.stringify({ token, tenant, cell: client.cell, clientId }) : token);
    });
}
