import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backlogAlarm, cellAlarms, deadLetterAlarm } from "../../../../infra/plan/alarms.ts";
import { cellNames, functionNames, globalNames, regionalKeys, stageNames } from "../../../../infra/plan/names.ts";
import { regionSwitch } from "../../../../infra/plan/region-switch.ts";
import type { Stage } from "../../../../infra/plan/registry.ts";
import { watchers } from "../../../../infra/plan/watchers.ts";
import { anyStage } from "./arbitrary.ts";
import { prod, staging } from "./fixture.ts";

/** Names of one kind, which have to differ within an account and region, and what AWS takes for one. */
interface Kind {
  readonly kind: string;
  readonly form: RegExp;
  readonly names: readonly string[];
}

const queues = ["credit-inbox", "credit-inbox-sweep", "relay", "lease-keeper", "controller", "projector", "archive"];

function kinds(stage: Stage): readonly Kind[] {
  const cells = stage.cells.map((cell) => ({ cell, names: cellNames(stage, cell.name) }));
  const shared = stageNames(stage.name);
  const global = globalNames(stage);
  const perCell = (pick: (names: ReturnType<typeof cellNames>) => readonly string[]) =>
    cells.flatMap(({ names }) => pick(names));
  const schedules = (names: ReturnType<typeof cellNames>) =>
    ["lease-keeper", "controller", "credit-inbox-sweep", "archive"].map((name) => names.schedule(name));
  return [
    {
      kind: "DynamoDB table",
      form: /^[\w.-]{3,255}$/,
      names: [
        shared.ledgerTable,
        shared.authorityTable,
        ...perCell((names) => [names.controlTable, names.vaultTable, names.viewsTable]),
      ],
    },
    {
      kind: "Lambda function",
      form: /^[\w-]{1,64}$/,
      names: perCell((names) => functionNames.map((name) => names.function(name))),
    },
    {
      kind: "IAM role",
      form: /^[\w+=,.@-]{1,64}$/,
      names: perCell((names) => [
        ...functionNames.map((name) => names.function(name)),
        ...schedules(names).map((name) => `${name}-schedule`),
        names.experiment("experiments"),
        names.deliveryRole,
      ]).concat(
        watchers(stage).flatMap(({ roleName, scheduleRoleName }) => [roleName, scheduleRoleName]),
        [global.regionSwitch, global.regionSwitchApprover],
      ),
    },
    {
      kind: "region switch plan",
      form: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
      names: regionSwitch(stage, "full").plans.map(({ name }) => name),
    },
    { kind: "schedule", form: /^[\w.-]{1,64}$/, names: perCell(schedules) },
    {
      kind: "SQS queue",
      form: /^[\w-]{1,80}$/,
      names: perCell((names) => [names.queue("credit-inbox"), ...queues.map((name) => names.deadLetterQueue(name))]),
    },
    {
      kind: "KMS alias",
      form: /^alias\/(?!aws\/)[\w/-]{1,250}$/,
      names: [
        shared.ledgerKeyAlias,
        shared.requestHashKeyAlias,
        global.auditKeyAlias,
        ...perCell((names) => [...regionalKeys.map((key) => names.keyAlias(key)), names.countersignKeyAlias]),
      ],
    },
    {
      kind: "S3 bucket",
      form: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      names: [global.trailBucket, ...perCell((names) => [names.trailBucket, names.archiveBucket])],
    },
    {
      kind: "Cognito domain",
      form: /^(?!.*(?:aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/,
      names: perCell((names) => [names.userPoolDomain]),
    },
    {
      kind: "CloudFront function or store",
      form: /^[\w-]{1,64}$/,
      names: [global.router, global.keyValueStore],
    },
    {
      kind: "host",
      form: /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
      names: [global.publicHost, ...perCell((names) => [names.originHost])],
    },
    {
      kind: "alarm",
      form: /^[\w-]{1,255}$/,
      names: cells.flatMap(({ cell, names }) => [
        ...cellAlarms(stage, cell).map((alarm) => alarm.name),
        ...queues.map((name) => deadLetterAlarm(names.deadLetterQueue(name)).name),
        backlogAlarm(names.queue("credit-inbox")).name,
        names.healthAlarm,
      ]),
    },
  ];
}

describe("names", () => {
  it("of a cell are these", () => {
    const names = cellNames(prod, "eu");
    expect([
      names.controlTable,
      names.function("payments-api"),
      names.deadLetterQueue("credit-inbox"),
      names.keyAlias("vault"),
      names.userPoolDomain,
      names.originHost,
      names.trailBucket,
    ]).toEqual([
      "prod-eu-control",
      "prod-eu-payments-api",
      "prod-eu-credit-inbox-dlq",
      "alias/prod-eu-vault",
      "prod-eu-pay",
      "eu.origin.pay.example.com",
      "prod-eu-trail-111122223333",
    ]);
  });

  it("of a stage beside prod have a domain below prod's", () => {
    expect(globalNames(staging).publicHost).toBe("api.staging.pay.example.com");
    expect(cellNames(staging, "eu").originHost).toBe("eu.origin.staging.pay.example.com");
  });

  it("are what AWS takes, and no two of a kind are the same, whatever the registry", () => {
    fc.assert(
      fc.property(anyStage, (stage) => {
        fc.pre(!/aws|amazon|cognito/.test(`${stage.name} ${stage.cells.map((cell) => cell.name).join(" ")}`));
        for (const { kind, form, names } of kinds(stage)) {
          expect(names.filter((name) => !form.test(name)).map((name) => `${kind} ${name}`)).toEqual([]);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
    );
  });
});
