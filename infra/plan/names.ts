import type { Stage } from "./registry.ts";

/** The functions of a cell. */
export const functionNames = [
  "payments-api",
  "lease-keeper",
  "controller",
  "relay",
  "credit-inbox",
  "projector",
  "bank-connector",
  "payout-ledger",
  "reports",
  "archive",
  "webhooks",
  "batch-runner",
] as const;
/** One of them. */
export type FunctionName = (typeof functionNames)[number];

/** The functions that stand where the authority table does. */
export const globalFunctionNames = ["watcher"] as const;
/** One of them. */
export type GlobalFunctionName = (typeof globalFunctionNames)[number];

/** What a cell's KMS keys are for. The data classes that no other region shares have a key of their own. */
export const regionalKeys = [
  "control",
  "vault",
  "views",
  "journal",
  "queues",
  "secrets",
  "reports",
  "logs",
  "audit",
  "archive",
  "uploads",
] as const;
/** One of these uses. */
export type RegionalKey = (typeof regionalKeys)[number];

/** Names that every cell of a stage shares. */
export function stageNames(stage: string) {
  return {
    ledgerTable: `${stage}-ledger`,
    authorityTable: `${stage}-authority`,
    ledgerKeyAlias: `alias/${stage}-ledger`,
    requestHashKeyAlias: `alias/${stage}-request-hash`,
    webhooksKeyAlias: `alias/${stage}-webhooks`,
  } as const;
}

/** Physical names of what a cell has: they are identity, a changed one replaces the resource. */
export function cellNames(stage: Stage, cell: string) {
  const prefix = `${stage.name}-${cell}`;
  return {
    prefix,
    controlTable: `${prefix}-control`,
    vaultTable: `${prefix}-vault`,
    viewsTable: `${prefix}-views`,
    webhooksTable: `${prefix}-webhooks`,
    uploadsTable: `${prefix}-uploads`,
    uploadsBucket: `${prefix}-uploads-${stage.account}`,
    payoutsMachine: `${prefix}-payouts`,
    payoutsLogGroup: `/aws/vendedlogs/states/${prefix}-payouts`,
    bankSecret: `${prefix}-bank`,
    archiveBucket: `${prefix}-archive-${stage.account}`,
    deliveryStream: `${prefix}-archive`,
    archiveDeadLetters: `${prefix}-archive-dead-letters`,
    deliveryRole: `${prefix}-archive-delivery`,
    deliveryLogGroup: `/aws/kinesisfirehose/${prefix}-archive`,
    countersignKeyAlias: `alias/${prefix}-countersign`,
    journalStream: `${prefix}-journal`,
    keyAlias: (key: RegionalKey) => `alias/${prefix}-${key}`,
    function: (name: FunctionName) => `${prefix}-${name}`,
    logGroup: (name: FunctionName) => `/aws/lambda/${prefix}-${name}`,
    schedule: (name: string) => `${prefix}-${name}`,
    queue: (name: string) => `${prefix}-${name}`,
    deadLetterQueue: (name: string) => `${prefix}-${name}-dlq`,
    accessLogGroup: `/aws/apigateway/${prefix}-payments-api`,
    alarmTopic: `${prefix}-alarms`,
    healthAlarm: `${prefix}-health`,
    firewallLogGroup: `aws-waf-logs-${prefix}-origin`,
    flowLogs: `${prefix}-flow-logs`,
    flowLogGroup: `/aws/vpc/${prefix}-flows`,
    experiment: (name: string) => `${prefix}-${name}`,
    trail: `${prefix}-trail`,
    trailLogGroup: `/aws/cloudtrail/${prefix}-trail`,
    reportsBucket: `${prefix}-reports-${stage.account}`,
    trailBucket: `${prefix}-trail-${stage.account}`,
    userPool: prefix,
    userPoolDomain: `${prefix}-pay`,
    originHost: originHost(stage, cell),
  } as const;
}

/** Where the edge reaches a cell: known without asking the cell, so that one that is gone blocks nothing. */
export function originHost(stage: Stage, cell: string): string {
  return `${cell}.origin.${stage.domain}`;
}

/** Physical names of what a stage has once for all cells. */
export function globalNames(stage: Stage) {
  const prefix = `${stage.name}-global`;
  return {
    prefix,
    publicHost: `api.${stage.domain}`,
    router: `${stage.name}-edge-router`,
    keyValueStore: `${stage.name}-evacuation`,
    originRequestPolicy: `${stage.name}-edge-origin`,
    responseHeadersPolicy: `${stage.name}-edge-response`,
    webAcl: `${stage.name}-edge`,
    firewallLogGroup: `aws-waf-logs-${stage.name}-edge`,
    requestLogs: `${stage.name}-edge-requests`,
    requestLogGroup: `/aws/cloudfront/${stage.name}-edge`,
    alarmTopic: `${prefix}-alarms`,
    watcher: `${prefix}-watcher`,
    watcherDeadLetterQueue: `${prefix}-watcher-dlq`,
    watcherKeyAlias: `alias/${prefix}-watcher`,
    regionSwitch: `${prefix}-region-switch`,
    regionSwitchApprover: `${prefix}-region-switch-approver`,
    auditKeyAlias: `alias/${prefix}-audit`,
    trail: `${prefix}-trail`,
    trailLogGroup: `/aws/cloudtrail/${prefix}-trail`,
    trailBucket: `${prefix}-trail-${stage.account}`,
  } as const;
}
