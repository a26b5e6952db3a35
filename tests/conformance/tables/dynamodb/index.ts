import type { Suite } from "../../case.ts";
import { batchCases } from "./batches.ts";
import { conditionCases } from "./conditions.ts";
import { controlCases } from "./control.ts";
import { expressionCases } from "./expressions.ts";
import { itemCases } from "./items.ts";
import { numberCases } from "./numbers.ts";
import { queryCases } from "./queries.ts";
import { scanCases } from "./scans.ts";
import { streamCases } from "./streams.ts";
import { transactionCases } from "./transactions.ts";
import { updateCases } from "./updates.ts";

/** DynamoDB and its streams. */
export const dynamodbSuites: readonly Suite[] = [
  itemCases,
  conditionCases,
  expressionCases,
  updateCases,
  numberCases,
  queryCases,
  scanCases,
  transactionCases,
  batchCases,
  controlCases,
  streamCases,
];
