import { SFNClient } from "@aws-sdk/client-sfn";
import { homeOf, parsePaymentId, type PaymentId } from "../../functions/domain/ids.ts";
import { createExecutions } from "../../functions/stores/executions.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { UserError } from "../../local/core/errors.ts";
import { createDeployedAws, LOCAL_CREDENTIALS, type Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import type { CellPlace, Deployment } from "../deployment.ts";
import { createPayoutMachine } from "./machines.ts";
import type { PayoutParts } from "./stuck.ts";

/** The payouts of all cells, within an operator's reach. */
export interface PayoutsConnection {
  readonly cells: readonly CellPlace[];
  partsOf(cell: CellPlace): PayoutParts;
  /** Those of the cell where a payout is at home. Throws `UserError` where there is no such cell. */
  partsAt(payout: PaymentId): PayoutParts;
}

/** Connects to the running local cloud, or to a deployed stage. */
export async function connectPayouts(stage: string | undefined, context: CliContext): Promise<PayoutsConnection> {
  const { aws, deployment, local } = await placesOf(stage, context);
  const { clock, random } = context;
  const partsOf = ({ name, region }: CellPlace): PayoutParts => {
    const states = new SFNClient({ region, ...local });
    const machineArn = deployment.payoutsMachine(name);
    return {
      ledger: createLedgerRows(aws.dynamodb(region), deployment.ledgerTable, clock, random),
      machine: createPayoutMachine(states, machineArn),
      executions: createExecutions(states, machineArn, clock),
    };
  };
  return {
    cells: deployment.cells,
    partsOf,
    partsAt(payout) {
      const place = deployment.cells.find(({ name }) => name === homeOf(payout));
      if (place !== undefined) return partsOf(place);
      throw new UserError(`Payout ${payout} is at home in a cell that does not exist: ${homeOf(payout)}.`);
    },
  };
}

/** A payout as the user typed it. Throws `UserError` where it is none. */
export function payoutArgument(text: string): PaymentId {
  const id = parsePaymentId(text);
  if (id.ok) return id.value;
  throw new UserError(`${text} is no payout id: they look like pay_eu_ and 32 hex digits.`);
}

interface Places {
  readonly aws: Pick<Aws, "dynamodb">;
  readonly deployment: Deployment;
  readonly local: { readonly endpoint?: string; readonly credentials?: typeof LOCAL_CREDENTIALS };
}

async function placesOf(stage: string | undefined, context: CliContext): Promise<Places> {
  if (stage === undefined) {
    const { connect } = await import("../connection.ts");
    const { aws, deployment, cloud } = await connect(context);
    return { aws, deployment, local: { endpoint: cloud.url, credentials: LOCAL_CREDENTIALS } };
  }
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { aws: createDeployedAws(), deployment: readDeployment(projectDirectory, stage), local: {} };
}
