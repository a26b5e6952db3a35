import { startDynamoDbLocal } from "../../../local/judges/dynamodb-local.ts";
import type { Judge, Skipped } from "../../../local/judges/judge.ts";
import { startMiniStack } from "../../../local/judges/ministack.ts";
import { region, type Running, type Target, type Unavailable } from "./target.ts";

/** AWS's own DynamoDB Local, where java, mvn and a network of its own are to be had. */
export const dynamodbLocalTarget: Target = {
  name: "dynamodb-local",
  about: "AWS's DynamoDB Local from Maven, where java, mvn and unshare are",
  start: (say) => started(say, startDynamoDbLocal, ["dynamodb", "dynamodb-streams"]),
};

/** MiniStack, an emulator of many services. */
export const ministackTarget: Target = {
  name: "ministack",
  about: "MiniStack from PyPI, where python3 is",
  start: (say) => started(say, startMiniStack),
};

async function started(
  say: (line: string) => void,
  start: () => Promise<Judge | Skipped>,
  services?: NonNullable<Running["services"]>,
): Promise<Running | Unavailable> {
  say("starting an independent implementation; the first time it is downloaded");
  const judge = await start();
  if ("skipped" in judge) return { unavailable: judge.skipped };
  // Any will do; the key's letters are all that DynamoDB Local looks at.
  const credentials = { accessKeyId: "conformance", secretAccessKey: "conformance" };
  const place = { url: judge.url, region, credentials };
  return { place, ...(services !== undefined && { services }), stop: judge.stop };
}
