import { GetItemCommand, UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeItem, encodeKey } from "./item-codec.ts";
import { reading } from "./reading.ts";

/** The views stand in the table once, or twice while they are rebuilt beside those that serve. */
export interface Generations {
  /** The one that is read. */
  readonly serving: bigint;
  /** The one that is built beside, and written to as well. */
  readonly building?: bigint;
}

/** Which generations of the views there are, as the table says. */
export interface GenerationStore {
  /** No older than a second when this was asked: after a change, every write follows it within two. */
  current(): Promise<Generations>;
  /** Begins a generation beside the serving one; the one that is being built already, where there is one. */
  begin(): Promise<bigint>;
  /** Lets the generation that was built serve; false where it is being built no longer. */
  serve(building: bigint): Promise<boolean>;
  /** Gives up the generation that is being built; false where it is being built no longer. */
  giveUp(building: bigint): Promise<boolean>;
}

/** How long a copy of the generations is used, and by how much a write that used it may outlast it. */
const FRESH_MS = 1_000;
/** After so long everybody writes to a generation that was begun, and reads one that was made to serve. */
export const GENERATIONS_KNOWN_MS = 3_000;

const KEY = { pk: "views", sk: "generations" } as const;
const FIRST = 1n;

/** The generations behind a DynamoDB client. */
export function createGenerations(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): GenerationStore {
  let copy: { readonly generations: Generations; readonly sent: number } | undefined;

  async function read(): Promise<Generations> {
    const sent = clock.monotonic();
    const command = new GetItemCommand({ TableName: table, Key: encodeKey(KEY), ConsistentRead: true });
    const { Item } = await reading((options) => client.send(command, options), clock, random);
    const generations = generationsIn(Item === undefined ? {} : decodeItem(Item));
    copy = { generations, sent };
    return generations;
  }

  /** Writes what a condition on the generations as read allows; false where they are others by now. */
  async function change(
    expression: string,
    condition: string,
    values: Readonly<Record<string, bigint>>,
  ): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: encodeKey(KEY),
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { N: `${value}` }]),
      ),
    });
    try {
      // Doing it twice is refused by its own condition, and then reading tells.
      await reading((options) => client.send(command, options), clock, random);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    } finally {
      copy = undefined;
    }
  }

  return {
    current: async () => (copy !== undefined && clock.monotonic() - copy.sent <= FRESH_MS ? copy.generations : read()),
    async begin() {
      const { serving, building } = await read();
      if (building !== undefined) return building;
      const next = serving + 1n;
      await change(
        "SET serving = :serving, building = :next",
        "attribute_not_exists(pk) OR (serving = :serving AND attribute_not_exists(building))",
        { ":serving": serving, ":next": next },
      );
      const begun = (await read()).building;
      if (begun === undefined) throw new Error("The views were switched by somebody else meanwhile; start again.");
      return begun;
    },
    async serve(building) {
      if (await change("SET serving = :built REMOVE building", "building = :built", { ":built": building }))
        return true;
      return (await read()).serving === building;
    },
    giveUp: (building) => change("REMOVE building", "building = :built", { ":built": building }),
  };
}

function generationsIn({ serving, building }: Item): Generations {
  return {
    serving: typeof serving === "bigint" ? serving : FIRST,
    ...(typeof building === "bigint" ? { building } : {}),
  };
}
