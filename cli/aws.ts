import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The local cloud's root credentials. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" } as const;

/** SDK clients of one endpoint, one for each region. */
export interface Aws {
  readonly endpoint: string;
  dynamodb(region: string): DynamoDBClient;
  cognito(region: string): CognitoIdentityProviderClient;
  /** Lets go of all connections. */
  close(): void;
}

/** SDK clients of deployed cells, by the credentials of the machine's default chain. */
export function createDeployedAws(): Pick<Aws, "dynamodb" | "close"> {
  const tables = new Map<string, DynamoDBClient>();
  return {
    // Stores repeat what is to be repeated.
    dynamodb: (region) => kept(tables, region, () => new DynamoDBClient({ region, maxAttempts: 1 })),
    close() {
      for (const client of tables.values()) client.destroy();
    },
  };
}

/** SDK clients that talk to `endpoint` as its root user. */
export function createAws(endpoint: string): Aws {
  const tables = new Map<string, DynamoDBClient>();
  const pools = new Map<string, CognitoIdentityProviderClient>();
  const settings = (region: string) => ({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  return {
    endpoint,
    dynamodb: (region) => kept(tables, region, () => new DynamoDBClient(settings(region))),
    cognito: (region) => kept(pools, region, () => new CognitoIdentityProviderClient(settings(region))),
    close() {
      for (const client of [...tables.values(), ...pools.values()]) client.destroy();
    },
  };
}

function kept<Client>(clients: Map<string, Client>, region: string, make: () => Client): Client {
  const client = clients.get(region) ?? make();
  clients.set(region, client);
  return client;
}
