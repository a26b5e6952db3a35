import { rootCaller } from "../../../local/aws/principals.ts";
import { UserError } from "../../../local/core/errors.ts";
import type { Ground } from "./ground.ts";

/** What the schedule does once a day. */
export async function reporting({ cloud, clock }: Ground, cell: string): Promise<void> {
  const { cells, stage } = cloud.deployment;
  const region = cells.find(({ name }) => name === cell)?.region ?? "";
  const Payload = JSON.stringify({ due: new Date(clock.now()).toISOString() });
  const input = { FunctionName: `${stage}-${cell}-reports`, Payload };
  const caller = rootCaller(cloud.cloud.accountId);
  const requestId = `reports-${cell}`;
  const reply = await cloud.cloud.call({ service: "lambda", action: "Invoke", region, input, caller, requestId });
  if (reply["FunctionError"] !== undefined) throw new UserError(`The reports of ${cell} failed.`);
}
