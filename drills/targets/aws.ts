import type { CloudFrontKeyValueStoreClient } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
// The store's API asks for SigV4A, which the SDK finds in this package once it is loaded.
import "@aws-sdk/signature-v4a";
import { evacuate, failback, setAutomation, type Decision } from "../../functions/domain/authority.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createAuthorityChanges } from "../../functions/stores/authority-changes.ts";
import { createAuthorityTable } from "../../functions/stores/authority.ts";
import { systemClock, type Clock, type Random } from "../../functions/stores/clock.ts";
import { createRouterStore, keyValueClient } from "../../functions/stores/key-value-store.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { createSigns } from "../../functions/stores/signs.ts";
import { UserError } from "../../local/core/errors.ts";
import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { createTokens } from "./aws/app-clients.ts";
import { pulumiOutputs, readDeployedPlatform, type DeployedPlatform } from "./aws/deployed-platform.ts";
import { awsFaults, createExperiments } from "./aws/experiments.ts";
import { createEdgeSender } from "./aws/public-edge.ts";
import { createSignedCalls, type MakeCall } from "./aws/signed-call.ts";
import { scanLedger } from "./ledger-scan.ts";
import type { Target } from "./target.ts";

/** Which deployed cells a drill runs on. */
export interface AwsOptions {
  readonly stage: string;
  readonly seed: number;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What an aws target talks through; tests give it another. */
export interface AwsParts {
  readonly dynamodb: (region: string) => Pick<DynamoDBClient, "send">;
  readonly cognito: (region: string) => Pick<CognitoIdentityProviderClient, "send">;
  readonly router: Pick<CloudFrontKeyValueStoreClient, "send">;
  readonly call: MakeCall;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: Random;
}

/** Deployed cells, by the machine's AWS credentials and the outputs of the stage's stacks. Throws `UserError`. */
export async function createAwsTarget({ stage, seed, variables }: AwsOptions): Promise<Target> {
  const platform = await readDeployedPlatform(stage, pulumiOutputs(variables));
  return awsTarget(platform, {
    dynamodb: oneEach((region) => new DynamoDBClient({ region, maxAttempts: 1 })),
    cognito: oneEach((region) => new CognitoIdentityProviderClient({ region })),
    router: keyValueClient(undefined, { region: "us-east-1" }),
    call: createSignedCalls(),
    fetch,
    clock: systemClock(),
    random: seededRandom(seed),
  });
}

/** A target over a deployed platform. */
export function awsTarget(platform: DeployedPlatform, parts: AwsParts): Target {
  const { clock, random, dynamodb } = parts;
  const cells = namesOf(platform);
  const [near, ...far] = platform.authorityRegions.map(dynamodb);
  if (near === undefined) throw new UserError("The authority table has no region.");
  const replicas = [near, ...far] as const;
  const authority = createAuthorityChanges(replicas, platform.authorityTable, clock, random);
  const signs = createSigns(replicas, platform.authorityTable, clock);
  const router = createRouterStore(parts.router, platform.keyValueStoreArn, clock);
  const directory = createAuthorityTable([...replicas], platform.authorityTable, clock);
  const tokens = createTokens({ ...parts, cells: platform.cells, directory });
  const experiments = createExperiments(platform, parts.call, clock);
  const ledgers = new Map(
    platform.cells.map(({ name, region, ledgerTable }) => [
      name,
      createLedgerRows(dynamodb(region), ledgerTable, clock, random),
    ]),
  );

  async function change(what: string, decide: Decision): Promise<string | undefined> {
    const outcome = await authority.change({ by: "operator of a drill", what, decide });
    if (outcome.outcome === "changed") return undefined;
    return outcome.outcome === "refused" ? outcome.refusal : `${outcome.by?.by ?? "somebody else"} was first`;
  }

  return {
    name: "aws",
    run: `drill-${clock.now()}`,
    faults: awsFaults,
    cells,
    clock,
    random,
    operator: {
      evacuate: (cell) =>
        change(`evacuate ${cell}`, evacuate({ cell: known(cell), standIns: standInsOf(platform), automatic: false })),
      failback: (home) => change(`failback ${home}`, failback(known(home))),
      automation: (cell, rule) => change(`${rule} automation on ${cell}`, setAutomation(known(cell), rule)),
    },
    send: createEdgeSender(platform.publicHost, tokens, parts.fetch),
    begin: (fault) => experiments.begin(fault),
    survey: () => signs.survey(cells.map(known), platform.authorityRegions).catch(() => undefined),
    route: (home) =>
      router.keys().then(
        (keys) => keys.get(`serves/${home}`) ?? home,
        () => undefined,
      ),
    async items(cell, keys) {
      const ledger = ledgers.get(cell);
      if (ledger === undefined) throw new Error(`There is no cell ${cell}.`);
      return keys.length === 0 ? [] : ledger.getMany(keys);
    },
    ledger: () =>
      scanLedger({ dynamodb }, { cells: platform.cells, ledgerTable: platform.cells[0]?.ledgerTable ?? "" }),
    // Keepers pay their canaries for as long as they are deployed.
    still: () => Promise.resolve(),
    through: (work) => work(),
    close: () => experiments.end(),
  };
}

function namesOf({ cells, stage }: DeployedPlatform): Target["cells"] {
  const [first, second, ...others] = cells.map(({ name }) => name);
  if (first === undefined || second === undefined) throw new UserError(`The stage ${stage} has no two cells to drill.`);
  return [first, second, ...others];
}

function standInsOf({ cells }: DeployedPlatform): Readonly<Record<string, readonly CellName[]>> {
  return Object.fromEntries(cells.map(({ name, standIns }) => [name, standIns.map(known)]));
}

/** The registry's parser lets no other names through. */
function known(cell: string): CellName {
  return cell as CellName;
}

function oneEach<Client>(make: (region: string) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const client = clients.get(region) ?? make(region);
    clients.set(region, client);
    return client;
  };
}
