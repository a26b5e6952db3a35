import { KMSClient } from "@aws-sdk/client-kms";
import { createDataKeys } from "../../functions/stores/data-keys.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { createDeployedAws, LOCAL_CREDENTIALS } from "../aws.ts";
import type { CliContext } from "../context.ts";
import { createPeople } from "./people.ts";
import type { VaultParts } from "./requests.ts";

/** The vaults of all cells: of the running local cloud, or of a deployed stage by the AWS credentials at hand. */
export async function connectVaults(stage: string | undefined, context: CliContext): Promise<readonly VaultParts[]> {
  const { aws, deployment, local } = await placesOf(stage, context);
  const { clock, random } = context;
  return deployment.cells.map(({ name, region }) => {
    const client = aws.dynamodb(region);
    const keys = createDataKeys(new KMSClient({ region, ...local }), deployment.vaultKey(name), clock);
    return {
      cell: name,
      people: createPeople({ client, table: deployment.vaultTable(name), keys, clock, random }),
      ledger: createLedgerRows(client, deployment.ledgerTable, clock, random),
    };
  });
}

async function placesOf(stage: string | undefined, context: CliContext) {
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { aws, deployment, cloud } = await connect(context);
    return { aws, deployment, local: { endpoint: cloud.url, credentials: LOCAL_CREDENTIALS } };
  }
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { aws: createDeployedAws(), deployment: readDeployment(projectDirectory, stage), local: {} };
}
