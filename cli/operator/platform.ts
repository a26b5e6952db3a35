import type { CloudFrontKeyValueStoreClient } from "@aws-sdk/client-cloudfront-keyvaluestore";
// The store's API asks for SigV4A, which the SDK finds in this package once it is loaded.
import "@aws-sdk/signature-v4a";
import * as v from "valibot";
import type { HomeAuthority } from "../../functions/domain/lease.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createAuthorityChanges, type AuthorityChanges } from "../../functions/stores/authority-changes.ts";
import type { Clock } from "../../functions/stores/clock.ts";
import { createRouterStore, keyValueClient } from "../../functions/stores/key-value-store.ts";
import { createLedgerRows, type LedgerRows } from "../../functions/stores/ledger-rows.ts";
import { createSigns, type Signs } from "../../functions/stores/signs.ts";
import { UserError } from "../../local/core/errors.ts";
import { createAws, createDeployedAws, LOCAL_CREDENTIALS, type Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import { projectDirectory, readDeployment, type CellPlace, type Deployment } from "../deployment.ts";
import { engineVariables } from "../engine-variables.ts";
import { createPulumi } from "../pulumi.ts";
import { readHomes } from "../readiness.ts";
import { findCloud, type RunningCloud } from "../running-cloud.ts";

/** A platform as an operator works on it: the running local cloud's, or a deployed one. */
export interface Platform {
  /** "the local cloud at http://127.0.0.1:4566", "the deployed stage prod". */
  readonly where: string;
  readonly deployment: Deployment;
  /** Where the platform is the local cloud's. */
  readonly cloud?: RunningCloud;
  readonly clock: Clock;
  readonly authority: AuthorityChanges;
  readonly signs: Signs;
  /** The ledger as a cell's own region has it. */
  ledger(cell: string): LedgerRows;
  /** Who a cell's own lease says owns the homes, and when its keeper sent the read; undefined while it has none. */
  lease(cell: string): Promise<CellLease | undefined>;
  /** What the edge's store holds; undefined where nobody says which store that is, or it cannot be read. */
  routes(): Promise<ReadonlyMap<string, string> | undefined>;
}

/** A cell's lease as its control table has it. */
export interface CellLease {
  readonly homes: Readonly<Record<string, HomeAuthority>>;
  /** Wall time, milliseconds since the epoch. */
  readonly sent: number;
}

/** CloudFront has no regions, but its SDK asks for one. */
const STORE_REGION = "us-east-1";

const outputsForm = v.looseObject({ keyValueStoreArn: v.string() });

/**
 * The platform that an operator means: the running local cloud, or with `stage` what is deployed under that name, by
 * the credentials at hand and the outputs of its global stack. Throws `UserError` where there is none.
 */
export async function findPlatform(context: CliContext, stage: string | undefined): Promise<Platform> {
  if (stage !== undefined) return deployedPlatform(context, stage);
  const cloud = await findCloud(context);
  if (Object.keys(cloud.status.stacks).length === 0) {
    throw new UserError("Nothing is deployed on the running local cloud: end it, and start `npx cells up`.");
  }
  const deployment = readDeployment();
  const aws = createAws(cloud.url);
  const arn = v.safeParse(outputsForm, await outputsOf(context, cloud, deployment.globalStack));
  const client = keyValueClient(cloud.url, { region: STORE_REGION, credentials: LOCAL_CREDENTIALS });
  const where = `the local cloud at ${cloud.url}`;
  const store = arn.success ? { client, arn: arn.output.keyValueStoreArn } : undefined;
  return { ...platformOf(context, deployment, aws, store), where, cloud };
}

/** A stack's outputs as the local cloud tells them; those of an engine's stack are in the engine's backend alone. */
async function outputsOf(context: CliContext, { status }: RunningCloud, stack: string): Promise<unknown> {
  const told = status.stacks[stack]?.outputs;
  if (status.engine === undefined || v.is(outputsForm, told)) return told;
  const pulumi = createPulumi(projectDirectory, { ...context.variables, ...engineVariables(status.engine) });
  const ran = await pulumi.run(["stack", "output", "--json", "--stack", stack]);
  return ran?.code === 0 ? JSON.parse(ran.stdout) : undefined;
}

async function deployedPlatform(context: CliContext, stage: string): Promise<Platform> {
  const deployment = readDeployment(projectDirectory, stage);
  const pulumi = createPulumi(projectDirectory, context.variables);
  const printed = await pulumi.must(["stack", "output", "--json", "--stack", deployment.globalStack]);
  const outputs = v.safeParse(outputsForm, JSON.parse(printed));
  if (!outputs.success) {
    throw new UserError(`The stack ${deployment.globalStack} has no output keyValueStoreArn: is it deployed?`);
  }
  const client = keyValueClient(undefined, { region: STORE_REGION });
  const store = { client, arn: outputs.output.keyValueStoreArn };
  return {
    ...platformOf(context, deployment, createDeployedAws(), store),
    where: `the deployed stage ${stage}`,
  };
}

type Store = { readonly client: CloudFrontKeyValueStoreClient; readonly arn: string } | undefined;

function platformOf(
  { clock, random }: CliContext,
  deployment: Deployment,
  aws: Pick<Aws, "dynamodb">,
  store: Store,
): Omit<Platform, "where"> {
  const { authorityRegions, authorityTable, ledgerTable } = deployment;
  const [first, ...others] = authorityRegions;
  const clients = [aws.dynamodb(first), ...others.map((region) => aws.dynamodb(region))] as const;
  const routes = store === undefined ? undefined : createRouterStore(store.client, store.arn, clock);
  return {
    deployment,
    clock,
    authority: createAuthorityChanges([...clients], authorityTable, clock, random),
    signs: createSigns([...clients], authorityTable, clock),
    ledger: (cell) => createLedgerRows(aws.dynamodb(placeOf(deployment, cell).region), ledgerTable, clock, random),
    lease: (cell) => readHomes(aws, deployment, placeOf(deployment, cell)).catch(() => undefined),
    routes: async () => routes?.keys().catch(() => undefined),
  };
}

/** A cell of the registry by its name. Throws `UserError` that lists those there are. */
export function placeOf({ cells }: Deployment, name: string): CellPlace & { readonly name: CellName } {
  const place = cells.find((candidate) => candidate.name === name);
  const known = cells.map((cell) => cell.name).join(", ");
  if (place === undefined) throw new UserError(`There is no cell ${name}; the registry has ${known}.`);
  // The registry's parser lets no other names through.
  return place as CellPlace & { readonly name: CellName };
}

/** The stand-ins of every home, by the registry. */
export function standInsOf({ cells }: Deployment): Readonly<Record<string, readonly CellName[]>> {
  // As above.
  return Object.fromEntries(cells.map(({ name, standIns }) => [name, standIns as readonly CellName[]]));
}
