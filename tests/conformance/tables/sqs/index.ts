import type { Suite } from "../../case.ts";
import { batchCases } from "./batches.ts";
import { deadLetterCases } from "./dead-letters.ts";
import { fifoCases } from "./fifo.ts";
import { messageCases } from "./messages.ts";
import { queueCases } from "./queues.ts";

/** SQS. */
export const sqsSuites: readonly Suite[] = [queueCases, messageCases, batchCases, fifoCases, deadLetterCases];
