import { hash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { rootCaller } from "../../../local/aws/principals.ts";
import { UserError } from "../../../local/core/errors.ts";
import type { CellPlace } from "../../deployment.ts";
import { until, type Ground } from "./ground.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Firehose gathers for a minute, and looks again after a failure for five seconds and more. */
const DELIVERY_MS = 100_000;
const RUN_MS = 30_000;
/** What the other cell has sealed comes over. */
const REPLICATED_MS = 3_000;

/** What the canaries write comes to the cell's archive. */
export async function delivering(ground: Ground, cell: CellPlace): Promise<void> {
  const before = new Set(await keysIn(ground, cell, "journal/"));
  const isNew = (key: string) =>
    !before.has(key) && key.includes(`${ground.cloud.deployment.stage}-${cell.name}-archive-`);
  await until(ground, `A new object in the archive of ${cell.name}`, DELIVERY_MS, async () =>
    (await keysIn(ground, cell, "journal/")).some(isNew) ? true : undefined,
  );
}

/** Seals what lies in the archive, and countersigns what another cell has sealed, in a fresh environment. */
export async function sealing(ground: Ground, cell: CellPlace): Promise<void> {
  const { cells } = ground.cloud.deployment;
  const other = cells.find(({ name }) => name === cell.standIns[0]);
  if (other === undefined) throw new UserError(`Nobody stands in for ${cell.name}.`);
  const manifests = (await keysIn(ground, cell, "manifests/")).length;
  for (const one of [cell, other]) await addObject(ground, one);
  await run(ground, other);
  await ground.clock.sleep(REPLICATED_MS);
  await ground.iam.renew(cell.region, functionOf(ground, cell));
  await run(ground, cell);
  if ((await keysIn(ground, cell, "manifests/")).length <= manifests) throw new UserError("Nothing was sealed.");
}

/** A delivered object, which says nothing. */
async function addObject(ground: Ground, cell: CellPlace): Promise<void> {
  const day = new Date(ground.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
  const Body = gzipSync("");
  const ContentMD5 = hash("md5", Body, "base64");
  const Key = `journal/${day}/permissions-${randomUUID()}.gz`;
  await ask(ground, cell, "s3", "PutObject", { Bucket: bucketOf(ground, cell), Key, Body, ContentMD5 });
}

async function run(ground: Ground, cell: CellPlace): Promise<void> {
  // The schedule may have been first: then its run fails, or this one.
  await until(ground, `The sealing of the archive of ${cell.name}`, RUN_MS, async () => {
    const input = { FunctionName: functionOf(ground, cell), Payload: "{}" };
    const { FunctionError } = await ask(ground, cell, "lambda", "Invoke", input);
    return FunctionError === undefined ? true : undefined;
  });
}

async function keysIn(ground: Ground, cell: CellPlace, Prefix: string): Promise<readonly string[]> {
  const { Contents } = await ask(ground, cell, "s3", "ListObjectsV2", { Bucket: bucketOf(ground, cell), Prefix });
  // The form of S3's answer.
  return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key);
}

function functionOf({ cloud }: Ground, { name }: CellPlace): string {
  return cloud.deployment.functionName(name, "archive");
}

function bucketOf({ cloud }: Ground, { name }: CellPlace): string {
  return cloud.deployment.archiveBucket(name);
}

async function ask({ cloud }: Ground, { region }: CellPlace, service: string, action: string, input: Fields) {
  const caller = rootCaller(cloud.cloud.accountId);
  return cloud.cloud.call({ service, action, region, input, caller, requestId: "permissions" });
}
