import { startPack } from "../../../policy/core/start.ts";
import { requireQueueCustomerKey } from "../../../policy/rules/sqs/require-queue-customer-key.ts";

startPack({ name: "one-rule", rules: [requireQueueCustomerKey] });
