import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellExperiments } from "../../../../infra/plan/experiments.ts";
import { cellFunctions } from "../../../../infra/plan/functions.ts";
import { functionGrants, scheduleGrants } from "../../../../infra/plan/grants.ts";
import type { FunctionName } from "../../../../infra/plan/names.ts";
import { policyDocument, type Grant } from "../../../../infra/plan/policies.ts";
import { compileDocument, createPolicySet } from "../../../../local/aws/iam/evaluation.ts";
import { parsePolicyDocument } from "../../../../local/aws/iam/policy-document.ts";
import { rootCaller } from "../../../../local/aws/principals.ts";
import { watchers } from "../../../../infra/plan/watchers.ts";
import { anyStage } from "./arbitrary.ts";
import { eu, prod } from "./fixture.ts";

const ledger = "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-ledger";
const due = `${ledger}/index/due`;
const control = "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-eu-control";
const vault = "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-eu-vault";
const views = "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-eu-views";
const journal = "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-eu-journal";
const authority = (region: string) => `arn:aws:dynamodb:${region}:111122223333:table/prod-authority`;
const bucket = "arn:aws:s3:::prod-eu-archive-111122223333";
const inbox = "arn:aws:sqs:eu-west-1:111122223333:prod-eu-credit-inbox";

interface Question {
  readonly action: string;
  readonly resource?: string;
  readonly key?: string;
  readonly transaction?: boolean;
  readonly alias?: string;
  /** Of a read: its Select, and the attributes that it names. */
  readonly select?: string;
  readonly attributes?: readonly string[];
}

/** What IAM would answer, by the policy language's own rules. */
function may(grants: readonly Grant[], question: Question): boolean {
  const { action, resource = "*", key, transaction = false, alias, select, attributes } = question;
  const statements = compileDocument(parsePolicyDocument(policyDocument(grants), "identity"));
  const context = {
    ...(key === undefined ? {} : { "dynamodb:LeadingKeys": [key] }),
    ...(transaction ? { "dynamodb:EnclosingOperation": ["TransactWriteItems"] } : {}),
    ...(select === undefined ? {} : { "dynamodb:Select": [select] }),
    ...(attributes === undefined ? {} : { "dynamodb:Attributes": [...attributes] }),
    ...(alias === undefined ? {} : { "kms:ResourceAliases": [alias] }),
  };
  const asked = { action, resource, context, caller: rootCaller("111122223333"), lookup: () => undefined };
  return createPolicySet(statements).verdict(asked) === "allowed";
}

const grants = functionGrants(prod, eu);
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const put = "dynamodb:PutItem";
const update = "dynamodb:UpdateItem";
const scan = "dynamodb:Scan";
const some = "SPECIFIC_ATTRIBUTES";
const reports = "arn:aws:s3:::prod-eu-reports-111122223333";
const batchGet = "dynamodb:BatchGetItem";

type Row = readonly [says: string, name: FunctionName, question: Question, allowed: boolean];
const rows: readonly Row[] = [
  ["reads any cell's items", "payments-api", { action: "dynamodb:GetItem", resource: ledger, key: "us#pay#1" }, true],
  ["lists nothing that is due", "payments-api", { action: "dynamodb:Query", resource: due }, false],
  ["puts its own payments", "payments-api", { action: put, resource: ledger, key: "eu#pay#1" }, true],
  ["tells of events", "webhooks", { action: "dynamodb:Query", resource: views, key: "1#tenant#shop" }, true],
  ["and how far they are known", "webhooks", { action: "dynamodb:Query", resource: views, key: "marks" }, true],
  ["but reads no entries", "webhooks", { action: "dynamodb:Query", resource: views, key: "1#acct#acc_eu_1" }, false],
  ["puts no other cell's", "payments-api", { action: put, resource: ledger, key: "us#pay#1" }, false],
  [
    "not even in a transaction",
    "payments-api",
    { action: put, resource: ledger, key: "us#pay#1", transaction: true },
    false,
  ],
  ["a cell with a longer name is another", "payments-api", { action: put, resource: ledger, key: "eu2#pay#1" }, false],
  ["nothing without a key", "payments-api", { action: put, resource: ledger }, false],
  ["no account alone", "payments-api", { action: update, resource: ledger, key: "eu#acct#acc_eu_1" }, false],
  [
    "an account in a transaction",
    "payments-api",
    { action: update, resource: ledger, key: "eu#acct#acc_eu_1", transaction: true },
    true,
  ],
  [
    "another cell's account not even then",
    "payments-api",
    { action: update, resource: ledger, key: "us#acct#acc_us_1", transaction: true },
    false,
  ],
  [
    "checks any cell's item",
    "payments-api",
    { action: "dynamodb:ConditionCheckItem", resource: ledger, key: "us#pay#1", transaction: true },
    true,
  ],
  ["deletes nothing", "payments-api", { action: "dynamodb:DeleteItem", resource: ledger, key: "eu#pay#1" }, false],
  ["reads the lease", "payments-api", { action: "dynamodb:GetItem", resource: control, key: "lease" }, true],
  ["does not give itself one", "payments-api", { action: put, resource: control, key: "lease" }, false],
  [
    "hashes requests",
    "payments-api",
    { action: "kms:GenerateMac", resource: key, alias: "alias/prod-request-hash" },
    true,
  ],
  [
    "with that key only",
    "payments-api",
    { action: "kms:GenerateMac", resource: key, alias: "alias/prod-eu-vault" },
    false,
  ],
  ["sees no personal data", "payments-api", { action: "dynamodb:GetItem", resource: vault, key: "1" }, false],
  ["writes the lease", "lease-keeper", { action: put, resource: control, key: "lease" }, true],
  ["reads authority here", "lease-keeper", { action: "dynamodb:GetItem", resource: authority("eu-west-1") }, true],
  [
    "and at the other replica",
    "lease-keeper",
    { action: "dynamodb:GetItem", resource: authority("eu-central-1") },
    true,
  ],
  ["touches no money", "lease-keeper", { action: put, resource: ledger, key: "eu#pay#1" }, false],
  ["does not even see it", "lease-keeper", { action: "dynamodb:GetItem", resource: ledger, key: "eu#pay#1" }, false],
  ["reads any cell's fences", "controller", { action: batchGet, resource: ledger, key: "us#standin#eu#2#1" }, true],
  ["opens and closes its own", "controller", { action: update, resource: ledger, key: "eu#standin#us#2#1" }, true],
  ["and no other cell's", "controller", { action: update, resource: ledger, key: "us#standin#eu#2#1" }, false],
  ["no account", "controller", { action: put, resource: ledger, key: "eu#acct#acc_us_1", transaction: true }, false],
  ["no payment", "controller", { action: put, resource: ledger, key: "eu#pay#1" }, false],
  ["nothing without a key", "controller", { action: put, resource: ledger }, false],
  ["takes a home back", "controller", { action: update, resource: authority("eu-central-1") }, true],
  ["gives the cell no lease", "controller", { action: put, resource: control, key: "lease" }, false],
  ["reads the stream", "relay", { action: "dynamodb:GetRecords", resource: `${ledger}/stream/2026-01-01` }, true],
  ["reads the journal", "projector", { action: "kinesis:GetRecords", resource: journal }, true],
  ["writes the views", "projector", { action: update, resource: views, key: "1#acct#acc_eu_1" }, true],
  ["writes no ledger", "projector", { action: put, resource: ledger, key: "eu#pay#1" }, false],
  ["sees no personal data either", "projector", { action: "dynamodb:BatchGetItem", resource: vault, key: "1" }, false],
  ["reads the views", "payments-api", { action: "dynamodb:Query", resource: views, key: "1#acct#acc_eu_1" }, true],
  ["does not write them", "payments-api", { action: put, resource: views, key: "1#acct#acc_eu_1" }, false],
  ["keeps whom payouts pay", "payments-api", { action: put, resource: vault, key: "payout#1" }, true],
  ["and nothing else there", "payments-api", { action: put, resource: vault, key: "sanctions" }, false],
  [
    "reads whom a payout pays",
    "bank-connector",
    { action: "dynamodb:GetItem", resource: vault, key: "payout#1" },
    true,
  ],
  ["counts payouts", "bank-connector", { action: update, resource: vault, key: "velocity#1" }, true],
  ["leaves the list alone", "bank-connector", { action: put, resource: vault, key: "sanctions" }, false],
  ["sees no ledger", "bank-connector", { action: "dynamodb:GetItem", resource: ledger, key: "eu#pay#1" }, false],
  [
    "books no payout",
    "bank-connector",
    { action: update, resource: ledger, key: "eu#pay#1", transaction: true },
    false,
  ],
  ["books payouts", "payout-ledger", { action: update, resource: ledger, key: "eu#pay#1", transaction: true }, true],
  ["reads the views", "reports", { action: scan, resource: views }, true],
  ["reads who has looked", "reports", { action: scan, resource: vault, select: some, attributes: ["purpose"] }, true],
  [
    "sees nobody paid",
    "reports",
    { action: scan, resource: vault, select: some, attributes: ["purpose", "box"] },
    false,
  ],
  ["asks for what it reads", "reports", { action: scan, resource: vault, attributes: ["purpose"] }, false],
  ["reads no whole item", "reports", { action: scan, resource: vault }, false],
  ["reads how payouts ended", "reports", { action: batchGet, resource: ledger, key: "eu#rail#1" }, true],
  ["reads nothing else of the ledger", "reports", { action: batchGet, resource: ledger, key: "eu#acct#1" }, false],
  ["writes no ledger", "reports", { action: put, resource: ledger, key: "eu#rail#1" }, false],
  ["keeps reports", "reports", { action: "s3:PutObject", resource: `${reports}/2027-01/safeguarding.json` }, true],
  ["deletes none", "reports", { action: "s3:DeleteObject", resource: `${reports}/2027-01/safeguarding.json` }, false],
  ["sees nobody paid", "payout-ledger", { action: "dynamodb:GetItem", resource: vault, key: "payout#1" }, false],
  ["writes its own roots", "archive", { action: put, resource: ledger, key: "eu#archive" }, true],
  ["and no other cell's", "archive", { action: put, resource: ledger, key: "us#archive" }, false],
  ["reads any cell's roots", "archive", { action: "dynamodb:Query", resource: ledger, key: "us#archive" }, true],
  ["reads no payment", "archive", { action: "dynamodb:Query", resource: ledger, key: "eu#pay#1" }, false],
  ["writes no payment", "archive", { action: put, resource: ledger, key: "eu#pay#1" }, false],
  ["adds manifests", "archive", { action: "s3:PutObject", resource: `${bucket}/manifests/1` }, true],
  ["writes no journal object", "archive", { action: "s3:PutObject", resource: `${bucket}/journal/1` }, false],
  ["deletes nothing there", "archive", { action: "s3:DeleteObject", resource: `${bucket}/manifests/1` }, false],
  ["deletes no version", "archive", { action: "s3:DeleteObjectVersion", resource: `${bucket}/manifests/1` }, false],
  ["gets round no lock", "archive", { action: "s3:BypassGovernanceRetention", resource: `${bucket}/x` }, false],
  ["fills the inbox", "relay", { action: "sqs:SendMessage", resource: inbox }, true],
  ["empties it not", "relay", { action: "sqs:ReceiveMessage", resource: inbox }, false],
  ["writes nothing", "relay", { action: put, resource: ledger, key: "eu#pay#1" }, false],
  ["lists what is due", "credit-inbox", { action: "dynamodb:Query", resource: due }, true],
  ["empties the inbox", "credit-inbox", { action: "sqs:DeleteMessage", resource: inbox }, true],
  ["gives back what failed", "credit-inbox", { action: "sqs:ChangeMessageVisibility", resource: inbox }, true],
  ["puts nothing of its own in", "credit-inbox", { action: "sqs:SendMessage", resource: inbox }, false],
  [
    "credits accounts in transactions",
    "credit-inbox",
    { action: update, resource: ledger, key: "eu#acct#acc_eu_1", transaction: true },
    true,
  ],
  ["and never alone", "credit-inbox", { action: update, resource: ledger, key: "eu#acct#acc_eu_1" }, false],
];

describe("what cell eu's functions may do", () => {
  it.each(rows)("%s (%s)", (_says, name, question, allowed) => {
    expect(may(grants[name], question)).toBe(allowed);
  });

  it("a schedule starts its function and no other", () => {
    const schedule = scheduleGrants(prod, eu, "lease-keeper", "prod-eu-lease-keeper-dlq");
    const start = (name: string) =>
      may(schedule, {
        action: "lambda:InvokeFunction",
        resource: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
      });
    expect([start("prod-eu-lease-keeper"), start("prod-eu-payments-api")]).toEqual([true, false]);
  });
});

const writes = [
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "PartiQLInsert",
  "PartiQLUpdate",
  "PartiQLDelete",
];

describe("whatever the registry", () => {
  it("no function writes the ledger but under its own cell's name, accounts only in transactions", () => {
    const kinds = ["acct", "pay", "claim", "event", "standin", "transit", "ref", "batch"];
    fc.assert(
      fc.property(anyStage, fc.constantFrom(...kinds), fc.boolean(), (stage, kind, transaction) => {
        for (const writer of stage.cells) {
          const table = `arn:aws:dynamodb:${writer.region}:${stage.account}:table/${stage.name}-ledger`;
          for (const plan of cellFunctions(stage, writer)) {
            for (const owner of stage.cells) {
              for (const write of writes) {
                const question = {
                  action: `dynamodb:${write}`,
                  resource: table,
                  key: `${owner.name}#${kind}#1`,
                  transaction,
                };
                const lawful = owner.name === writer.name && (kind !== "acct" || transaction);
                const writers = [
                  "payments-api",
                  "credit-inbox",
                  "payout-ledger",
                  "batch-runner",
                  ...(kind === "standin" ? ["controller"] : []),
                ];
                const granted = writers.includes(plan.name) && /^(Put|Update)/.test(write);
                expect(may(plan.grants, question)).toBe(lawful && granted);
              }
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("nothing is granted with a star for an action, and a role's grants fit into it", () => {
    fc.assert(
      fc.property(anyStage, (stage) => {
        const functions = stage.cells.flatMap((cell) => cellFunctions(stage, cell));
        const experiments = stage.cells.map((cell) => cellExperiments(stage, cell));
        for (const plan of [...functions, ...watchers(stage), ...experiments]) {
          expect(plan.grants.flatMap((grant) => grant.actions).filter((action) => action.includes("*"))).toEqual([]);
          // IAM counts 10,240 characters of inline policies in a role.
          expect(policyDocument(plan.grants).length).toBeLessThanOrEqual(10_240);
        }
      }),
    );
  });
});
