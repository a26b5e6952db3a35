import { ListMessageMoveTasksCommand, StartMessageMoveTaskCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "../../functions/stores/clock.ts";
import { UserError } from "../../local/core/errors.ts";

const LOOK_MS = 500;

/** How many messages were moved, and how many there were about. */
export interface Moved {
  readonly done: number;
  readonly of: number;
}

/**
 * Lets SQS move a dead-letter queue's messages to where they came from, and waits until it has; how many it moved. One
 * that is under way is waited for instead. Throws `UserError` where SQS gave up: what it had not moved is still there.
 */
export async function moveBack(
  client: Pick<SQSClient, "send">,
  SourceArn: string,
  clock: Clock,
  tell: (progress: Moved) => void,
): Promise<Moved> {
  try {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  } catch (fault) {
    // SQS allows one task for a queue at a time.
    if (!(fault instanceof Error) || !fault.name.endsWith("UnsupportedOperation")) throw fault;
  }
  for (;;) {
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results;
    const done = task?.ApproximateNumberOfMessagesMoved ?? 0;
    const moved = { done, of: task?.ApproximateNumberOfMessagesToMove ?? done };
    tell(moved);
    if (task?.Status === "COMPLETED") return moved;
    if (task === undefined || task.Status === "FAILED" || task.Status === "CANCELLED") {
      const how = task?.FailureReason ?? task?.Status?.toLowerCase() ?? "no task is there";
      throw new UserError(`SQS stopped moving after ${done}: ${how}. The rest is where it was.`);
    }
    await clock.sleep(LOOK_MS);
  }
}
