import { DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";

// The least that a function of this kind can be: what ours weighs more, it weighs for what it does.
const client = new DynamoDBClient({});
const app = new Hono().post("/", async (c) => {
  await client.send(new TransactWriteItemsCommand(await c.req.json()));
  return c.body(null, 204);
});

/** A Hono app on Lambda that makes one DynamoDB transaction. */
export const handler = handle(app);
