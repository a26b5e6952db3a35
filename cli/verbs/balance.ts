import type { Command } from "commander";
import type { CliContext } from "../context.ts";

/** `cells balance`: an account's balance, through the public API as its own tenant. */
export function declareBalance(cells: Command, context: CliContext): void {
  cells
    .command("balance")
    .description("print an account's balance, asked for through the edge as its own tenant")
    .argument("<account>", "acc_{cell}_{32 hex digits}")
    .option("--json", "print the API's answer instead")
    .action((account: string, options: { json?: true }) => printBalance(account, options, context));
}

async function printBalance(text: string, { json }: { json?: true }, context: CliContext): Promise<void> {
  const { accountArgument, connect, tokenFor } = await import("../connection.ts");
  const { refused } = await import("../problem.ts");
  const { formatMoney } = await import("../../functions/domain/money.ts");
  const { aligned } = await import("../text.ts");
  const account = accountArgument(text);
  const connection = await connect(context);
  const token = await tokenFor(account, connection);
  const reply = await connection.edge.send({ method: "GET", path: `/v1/accounts/${account}/balance`, token });
  if (reply.status !== 200) throw refused(`Balance of ${account}`, reply);
  if (json === true) return context.out(JSON.stringify(reply.body));
  const { currency, as_of: asOf, stale } = reply.body;
  const rows = ["available", "posted", "held"].map((field) => [
    field,
    formatMoney(BigInt(Number(reply.body[field])), String(currency)),
  ]);
  for (const line of aligned(rows, [1])) context.out(line);
  context.out(`as of ${String(asOf)}${stale === true ? ", from a replica that lags" : ""}`);
}
