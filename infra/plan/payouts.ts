import { arns } from "./arns.ts";
import { partsOf } from "./grant-parts.ts";
import { cellNames } from "./names.ts";
import { machineGrants } from "./payout-grants.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** The state machine that carries a cell's payouts from their hold to their end. */
export interface PayoutsPlan {
  readonly machineName: string;
  readonly logGroup: string;
  readonly roleName: string;
  readonly grants: readonly Grant[];
  /** Amazon States Language, as JSON text. */
  readonly definition: string;
  /** The secret that is shared with the bank. */
  readonly secretName: string;
}

/** The payouts of a cell. */
export function cellPayouts(stage: Stage, cell: CellEntry): PayoutsPlan {
  const names = cellNames(stage, cell.name);
  const arn = arns(stage.account, cell.region);
  return {
    machineName: names.payoutsMachine,
    logGroup: names.payoutsLogGroup,
    roleName: names.payoutsMachine,
    grants: machineGrants(partsOf(stage, cell)),
    definition: JSON.stringify(
      payoutsDefinition({
        connector: arn.function(names.function("bank-connector")),
        ledger: arn.function(names.function("payout-ledger")),
      }),
    ),
    secretName: names.bankSecret,
  };
}

/** What was never started may be started again at once; who waits longest waits half a minute. */
const notStarted = {
  ErrorEquals: ["Lambda.TooManyRequestsException"],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 8,
  JitterStrategy: "FULL",
};

/** A home that is evacuated comes back within hours: its lease is asked for every ten minutes in the end, for a day. */
const untilOwner = {
  ErrorEquals: ["Limited"],
  IntervalSeconds: 10,
  BackoffRate: 2,
  MaxDelaySeconds: 600,
  MaxAttempts: 150,
};

/** The function's own timeout (30 s), with what starting it and giving it up take. */
const TURN_SECONDS = 60;

/**
 * A connector that broke off is left alone for a minute: what it was about to say may be a fault of all its kind. An
 * execution may have 25,000 events, of which such a round has about ten: it goes on for nearly two days.
 */
const RECOVER_SECONDS = 60;

/**
 * Nothing is done again that may have been done: the saga hears that its turn failed, and asks. But what the bank has
 * said it may never say again: it is heard once more, which is harmless, since nothing is sent upon it.
 */
const afterFailure = `{% $happened.event = "called_back" ? $happened : {"event": "failed"} %}`;

const go = (where: string, next: string) => ({ Condition: `{% $step.go = "${where}" %}`, Next: next });

/** Where the connector's answer says. */
const where = {
  Type: "Choice",
  Choices: [go("act", "Act"), go("wait", "Wait"), go("listen", "Listen"), go("record", "Record"), go("park", "Parked")],
  Default: "Done",
};

/**
 * The machine remembers and waits; every decision is the domain's (`payout-saga.ts`), which the connector asks. What
 * it keeps is the payout as the ledger has it, which names nobody.
 */
export function payoutsDefinition({ connector, ledger }: { readonly connector: string; readonly ledger: string }) {
  const happened = (event: string) => ({ happened: { event } });
  return {
    QueryLanguage: "JSONata",
    StartAt: "Begin",
    States: {
      Begin: {
        Type: "Pass",
        Assign: { payout: "{% $states.input.payout %}", step: { saga: "{% $states.input.saga %}" }, happened: null },
        Next: "Act",
      },
      Act: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: {
          FunctionName: connector,
          Payload: { payout: "{% $payout %}", saga: "{% $step.saga %}", happened: "{% $happened %}" },
        },
        TimeoutSeconds: TURN_SECONDS,
        Assign: { step: "{% $states.result.Payload %}", happened: null },
        Retry: [notStarted],
        Catch: [{ ErrorEquals: ["States.ALL"], Assign: { happened: afterFailure }, Next: "Recover" }],
        Next: "Where",
      },
      Where: where,
      Wait: { Type: "Wait", Seconds: "{% $step.seconds %}", Assign: happened("woke"), Next: "Act" },
      Recover: { Type: "Wait", Seconds: RECOVER_SECONDS, Next: "Act" },
      Listen: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Arguments: {
          FunctionName: connector,
          Payload: { listen: { payout: "{% $payout %}", token: "{% $states.context.Task.Token %}" } },
        },
        // A bank that says nothing until then is asked.
        TimeoutSeconds: "{% $step.seconds %}",
        Assign: { happened: "{% $states.result %}" },
        Catch: [
          { ErrorEquals: ["States.Timeout"], Assign: happened("woke"), Next: "Act" },
          // Nobody noted the token, so nobody can wake it.
          { ErrorEquals: ["States.ALL"], Next: "Wait" },
        ],
        Next: "Act",
      },
      Record: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: ledger, Payload: { payout: "{% $payout %}", end: "{% $step.end %}" } },
        TimeoutSeconds: TURN_SECONDS,
        Retry: [notStarted, untilOwner],
        // Recording twice is harmless: how often and when it is tried again, the saga says.
        Catch: [{ ErrorEquals: ["States.ALL"], Assign: happened("failed"), Next: "Act" }],
        Next: "Done",
      },
      Parked: { Type: "Fail", Error: "Parked", Cause: "Somebody has to look: the amount is held still." },
      Done: { Type: "Succeed" },
    },
  };
}
