import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { UserError } from "../../local/core/errors.ts";
import { LOCAL_CREDENTIALS } from "../aws.ts";
import type { CliContext } from "../context.ts";

/** The secret that a cell shares with its bank. */
export interface BankSecret {
  /** Its text; undefined where it has none yet. */
  read(): Promise<string | undefined>;
  /** The text before it stays behind as AWSPREVIOUS. */
  write(text: string): Promise<void>;
}

/** The bank's secret of a cell of the running local cloud, or of a deployed stage. */
export async function connectBankSecret(
  cell: string,
  stage: string | undefined,
  context: CliContext,
): Promise<BankSecret> {
  const { deployment, local } = await placeOf(stage, context);
  const place = deployment.cells.find(({ name }) => name === cell);
  if (place === undefined) throw new UserError(`There is no cell ${cell}.`);
  const client = new SecretsManagerClient({ region: place.region, ...local });
  const SecretId = deployment.bankSecret(cell);
  return {
    async read() {
      try {
        return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
      } catch (fault) {
        if (fault instanceof ResourceNotFoundException) return undefined;
        throw fault;
      }
    },
    async write(SecretString) {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    },
  };
}

async function placeOf(stage: string | undefined, context: CliContext) {
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { deployment, cloud } = await connect(context);
    return { deployment, local: { endpoint: cloud.url, credentials: LOCAL_CREDENTIALS } };
  }
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { deployment: readDeployment(projectDirectory, stage), local: {} };
}
