import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly scopes?: readonly string[];
  readonly ops?: true;
  readonly json?: true;
}

/** `cells tenant add`: gives a tenant an app client in every cell's user pool. */
export function declareTenant(cells: Command, context: CliContext): void {
  cells
    .command("tenant")
    .description("tenants and their clients")
    .command("add")
    .description("give a tenant an app client in every cell, and wait until every cell knows it")
    .argument("<name>", "up to 40 lower-case letters, digits and hyphens")
    .option("--scopes <scopes...>", "what its tokens may do (default: payments, accounts and reports)")
    .option("--ops", "add ops/read, ops/write and credit/write: the platform's own staff")
    .option("--json", "print one JSON object instead")
    .action((name: string, options: Options) => addTenant(name, options, context));
}

async function addTenant(name: string, { scopes, ops, json }: Options, context: CliContext): Promise<void> {
  const { connect } = await import("../connection.ts");
  const { OPS_SCOPES, TENANT_SCOPES } = await import("../directory.ts");
  const { untilReady } = await import("../readiness.ts");
  const { parseTenant } = await import("../../functions/domain/ids.ts");
  const { UserError } = await import("../../local/core/errors.ts");
  if (!parseTenant(name).ok) {
    throw new UserError(`${name} is no tenant's name: up to 40 lower-case letters, digits and hyphens.`);
  }
  const { aws, deployment, directory } = await connect(context);
  if ((await directory.clientIds(name)).length > 0) {
    throw new UserError(`Tenant ${name} has its clients already; for a token: npx cells token --tenant ${name}`);
  }
  const wanted = (scopes ?? TENANT_SCOPES).flatMap((scope) => scope.split(","));
  const granted = [...new Set([...wanted, ...(ops === true ? OPS_SCOPES : [])])];
  const clients = await directory.add(name, granted);
  await untilReady(aws, deployment, clients, context.clock);
  if (json === true) return context.out(JSON.stringify({ tenant: name, scopes: granted, clients }));
  const { aligned } = await import("../text.ts");
  context.out(`Tenant ${name} may ${granted.join(", ")}.`);
  const rows = clients.map(({ cell, clientId, clientSecret }) => [cell, clientId, clientSecret]);
  for (const line of aligned([["cell", "client id", "client secret"], ...rows])) context.out(line);
}
