import { formatMoney } from "../../functions/domain/money.ts";
import type { Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import type { Deployment } from "../deployment.ts";
import { createDirectory } from "../directory.ts";
import type { EdgeClient } from "../edge-client.ts";
import { untilReady } from "../readiness.ts";
import type { StandingCloud } from "../stand-up.ts";
import { count, duration } from "../text.ts";
import { addTenants, getTokens, openAccounts, type Actors, type Tokens } from "./actors.ts";

/** Tenants, leases, tokens, accounts and money: everything that has to be there before the first payment. */
export async function prepare(
  { deployment, edgeUrl }: StandingCloud,
  aws: Aws,
  edge: EdgeClient,
  funds: { readonly amount: bigint; readonly currency: string },
  context: CliContext,
): Promise<{ readonly actors: Actors; readonly tokens: Tokens }> {
  const directory = createDirectory(aws, deployment, context.clock);
  const warm = warmUp(edgeUrl, deployment);
  const clients = await addTenants(directory);
  const [tokens] = await Promise.all([
    getTokens(directory, clients),
    untilReady(aws, deployment, [...clients.marketplace, ...clients.platform], context.clock),
    warm,
  ]);
  const leased = deployment.cells.map(({ name }) => name).join(" and ");
  context.err(`${leased} have their leases and know the demo's tenants, ${sinceStart(context)}`);
  const actors = await openAccounts(deployment, edge, tokens, funds);
  const brought = formatMoney(funds.amount, funds.currency);
  context.err(
    `${count(actors.payees.length, "payee")} opened, a debtor in each cell with ${brought} from its settlement account`,
  );
  return { actors, tokens };
}

/** How long the process has run, for people. */
export function sinceStart({ clock, started }: CliContext): string {
  return duration(clock.monotonic() - started);
}

/** Starts the API's environments while the leases are still on their way; what they answer does not matter yet. */
async function warmUp(edgeUrl: string, { cells }: Deployment): Promise<void> {
  const ask = async (cell: string) => {
    const reply = await fetch(`${edgeUrl}/healthz`, { headers: { "prefer-cell": cell } });
    await reply.body?.cancel();
  };
  await Promise.allSettled(cells.flatMap(({ name }) => Array.from({ length: WARM_PER_CELL }, () => ask(name))));
}

const WARM_PER_CELL = 4;
