import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ExecutionListItem,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { executionNameOf, nextExecution, type ExecutionName } from "../../functions/domain/parked-payouts.ts";
import type { PayoutSaga } from "../../functions/domain/payout-saga.ts";
import type { StoredSaga } from "../../functions/bank-connector/saga.ts";
import type { PaymentId } from "../../functions/domain/ids.ts";
import type { PayoutImage } from "../../functions/stores/payout-image.ts";

/** The last execution of a payout's saga. */
export interface LastExecution {
  readonly arn: string;
  readonly name: ExecutionName;
  readonly status: "running" | "succeeded" | "stopped";
  readonly stoppedAt: Date | undefined;
  /** What it began with. */
  readonly input: { readonly payout: PayoutImage; readonly saga: StoredSaga };
}

/** The state machine of a cell's payouts, as an operator looks at it. */
export interface PayoutMachine {
  /** The payouts of which some execution has failed, timed out or was stopped, in the last ninety days. */
  stopped(): Promise<readonly PaymentId[]>;
  /** The last execution of each saga of a payout. */
  lastOf(payment: PaymentId): Promise<readonly LastExecution[]>;
  /** Where the saga of an execution stood when it was last remembered. */
  sagaOf(execution: LastExecution): Promise<PayoutSaga>;
}

const STOPPED = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** A machine behind a client of Step Functions. */
export function createPayoutMachine(client: Pick<SFNClient, "send">, stateMachineArn: string): PayoutMachine {
  async function* listed(statusFilter: (typeof STOPPED)[number]): AsyncGenerator<ExecutionListItem> {
    let nextToken: string | undefined;
    do {
      const more = nextToken === undefined ? {} : { nextToken };
      const page = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter, ...more }));
      yield* page.executions ?? [];
      ({ nextToken } = page);
    } while (nextToken !== undefined);
  }

  async function describe(text: string): Promise<LastExecution | undefined> {
    const name = executionNameOf(text);
    const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${text}`;
    const found = await client.send(new DescribeExecutionCommand({ executionArn: arn })).catch((fault: unknown) => {
      if (fault instanceof ExecutionDoesNotExist) return undefined;
      throw fault;
    });
    if (found === undefined || name === undefined) return undefined;
    const { status, stopDate: stoppedAt, input } = found;
    const how = status === "RUNNING" ? "running" : status === "SUCCEEDED" ? "succeeded" : "stopped";
    // Started by the connector or by this command alone, with these very fields.
    return { arn, name, status: how, stoppedAt, input: JSON.parse(input ?? "") as LastExecution["input"] };
  }

  async function last(saga: string): Promise<LastExecution | undefined> {
    let found = await describe(saga);
    for (let next = found; next !== undefined; next = await describe(nextExecution(next.name))) found = next;
    return found;
  }

  return {
    async stopped() {
      const payments = new Set<PaymentId>();
      for (const status of STOPPED) {
        for await (const { name = "" } of listed(status)) {
          const payment = executionNameOf(name)?.payment;
          if (payment !== undefined) payments.add(payment);
        }
      }
      return [...payments].toSorted();
    },
    async lastOf(payment) {
      const found = await Promise.all([payment, `${payment}-settled`, `${payment}-rejected`].map(last));
      return found.filter((one) => one !== undefined);
    },
    async sagaOf({ arn, input }) {
      let nextToken: string | undefined;
      do {
        const more = nextToken === undefined ? {} : { nextToken };
        const page = await client.send(
          new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, ...more }),
        );
        for (const { taskSucceededEventDetails: told } of page.events ?? []) {
          const saga = sagaIn(told?.output);
          if (saga !== undefined) return fromStored(saga);
        }
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      return fromStored(input.saga);
    },
  };
}

/** The saga in what the connector answered; other tasks answer without one. */
function sagaIn(output: string | undefined): StoredSaga | undefined {
  if (output === undefined) return undefined;
  const told: unknown = JSON.parse(output);
  const payload = typeof told === "object" && told !== null && "Payload" in told ? told.Payload : undefined;
  if (typeof payload !== "object" || payload === null || !("saga" in payload)) return undefined;
  // Answered by the connector alone.
  return payload.saga as StoredSaga;
}

function fromStored(saga: StoredSaga): PayoutSaga {
  return { ...saga, epoch: BigInt(saga.epoch) };
}
