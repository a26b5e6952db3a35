import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What a store asks of a DynamoDB client. */
export type Client = Pick<DynamoDBClient, "send">;

/** One client for each region that has a replica, the nearest first. */
export type Clients = readonly [Client, ...Client[]];

/** A client for each of these regions; retries are the stores'. */
export function replicaClients(regions: readonly string[]): Clients {
  const [first, ...others] = regions.map((region) => new DynamoDBClient({ region, maxAttempts: 1 }));
  if (first === undefined) throw new Error("The environment variable AUTHORITY_REGIONS names no region.");
  return [first, ...others];
}

/** The replicas of a strongly consistent table: whichever answers, answers for all. */
export interface Replicas {
  /** Through the first replica that answers: a region that is gone must not stop the others. */
  any<Reply>(attempt: (client: Client) => Promise<Reply>): Promise<Reply>;
  /** Through one replica, that which answered last: a write whose reply is lost may have been made. */
  one<Reply>(attempt: (client: Client) => Promise<Reply>): Promise<Reply>;
}

/** Remembers which replica answers, so that a region that is gone costs one deadline and not one for every call. */
export function createReplicas(clients: Clients): Replicas {
  let order: readonly Client[] = clients;

  async function through<Reply>(client: Client, attempt: (client: Client) => Promise<Reply>): Promise<Reply> {
    try {
      return await attempt(client);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        order = [...order.filter((other) => other !== client), client];
      }
      throw error;
    }
  }

  return {
    async any(attempt) {
      let fault: unknown;
      for (const client of order) {
        try {
          return await through(client, attempt);
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) throw error;
          fault = error;
        }
      }
      throw fault;
    },
    one: (attempt) => through(order[0] ?? clients[0], attempt),
  };
}
