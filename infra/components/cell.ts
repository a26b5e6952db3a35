import * as pulumi from "@pulumi/pulumi";
import type { ArchiveLock } from "../plan/archive.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import { canaryClient, resourceServers } from "../plan/identity.ts";
import { keyPolicy } from "../plan/policies.ts";
import { natGateways } from "../plan/sizes.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { Alarms } from "./alarms.ts";
import { Archive } from "./archive.ts";
import { Audit } from "./audit.ts";
import { Controller } from "./controller.ts";
import { CreditInbox } from "./credit-inbox.ts";
import { Overview } from "./overview.ts";
import { Experiments } from "./experiments.ts";
import type { FunctionSurroundings } from "./function.ts";
import { Health } from "./health.ts";
import { Identity } from "./identity.ts";
import { JournalStream } from "./journal-stream.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { LedgerTable } from "./ledger-table.ts";
import { MultiRegionKey } from "./multi-region-key.ts";
import { Network } from "./network.ts";
import { PaymentsApi } from "./payments-api.ts";
import { Payouts } from "./payouts.ts";
import { Projector } from "./projector.ts";
import { RegionalKeys } from "./regional-keys.ts";
import { RegionalTable } from "./regional-table.ts";
import { Relay } from "./relay.ts";
import { Reports } from "./reports.ts";
import { TraceSampling } from "./trace-sampling.ts";
import { Uploads } from "./uploads.ts";
import { Webhooks } from "./webhooks.ts";

/** What a cell is made from. */
export interface CellArgs {
  readonly plan: CellPlan;
  readonly originSecrets: readonly [string, string];
  /** Whom alarms call: e-mail addresses and https URLs. */
  readonly alarmsTo: readonly string[];
  readonly protect: boolean;
  readonly archiveLock: ArchiveLock;
}

/** What a cell's functions are made with. */
interface FunctionParts {
  readonly surroundings: FunctionSurroundings;
  readonly identity: Identity;
  readonly keys: RegionalKeys;
  readonly streamArn: pulumi.Input<string>;
  readonly journalArn: pulumi.Input<string>;
  /** What is written before it is there comes into no view and no archive. */
  readonly feed: pulumi.Resource;
}

/** One cell: everything regional, nothing global. */
export class Cell extends pulumi.ComponentResource {
  readonly outputs: Readonly<Record<string, pulumi.Input<string>>>;

  constructor(name: string, args: CellArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Cell", name, {}, opts);
    const { plan, protect } = args;
    const { names, tags } = plan;
    const here = { parent: this };
    const keys = new RegionalKeys(`${name}-key`, { keys: plan.keys, protect, tags }, here);
    const shared = this.joinLedger(name, args);
    for (const table of plan.tables) {
      const keyArn = keys.arn(table.key);
      new RegionalTable(`${name}-${table.name}`, { table, keyArn, protect, tags }, here);
    }
    const identity = new Identity(
      `${name}-identity`,
      {
        userPool: names.userPool,
        domainPrefix: names.userPoolDomain,
        resourceServers,
        canary: canaryClient,
        protect,
        tags,
      },
      here,
    );
    const surroundings = this.surroundings(name, args, keys);
    const journal = this.createJournal(name, args, surroundings, keys, shared.ledgerTableName);
    const watched = this.createFunctions(name, args, {
      surroundings,
      identity,
      keys,
      streamArn: shared.ledgerStreamArn,
      journalArn: journal.arn,
      feed: journal.feed,
    });
    // An alarm over alarms, and what stops on them, come when those are there.
    new TraceSampling(`${name}-trace-sampling`, { ruleName: names.prefix, tags }, here);
    const afterAlarms = { parent: this, dependsOn: watched };
    const { alarmTopicArn } = surroundings;
    new Health(`${name}-health`, { plan: plan.health, alarmTopicArn, tags }, afterAlarms);
    new Overview(`${name}-overview`, plan.dashboard, afterAlarms);
    new Experiments(`${name}-experiments`, { plan: plan.experiments, account: plan.stage.account, tags }, afterAlarms);
    this.createAudit(name, args, keys);
    this.outputs = {
      cell: plan.cell.name,
      region: plan.cell.region,
      ledgerTable: plan.shared.ledgerTable,
      ledgerTableArn: shared.ledgerTableArn,
      ledgerKeyArn: shared.ledgerKeyArn,
      requestHashKeyArn: shared.requestHashKeyArn,
      webhooksKeyArn: shared.webhooksKeyArn,
      controlTable: names.controlTable,
      userPoolId: identity.userPoolId,
      userPoolDomain: names.userPoolDomain,
      originHost: names.originHost,
      alarmTopicArn,
      // Printed with the outputs at every `pulumi up`: what stands is paid for, used or not.
      standingCostUsdMonthly: plan.standingCostUsdMonthly.toFixed(2),
    };
    this.registerOutputs(this.outputs);
  }

  private surroundings(name: string, { plan, alarmsTo }: CellArgs, keys: RegionalKeys): FunctionSurroundings {
    const network = new Network(
      `${name}-network`,
      {
        cidrs: plan.cidrs,
        natGateways: natGateways(plan.size),
        gatewayEndpoints: [plan.gatewayEndpoint, plan.storageEndpoint],
        interfaceEndpoints: plan.interfaceEndpoints,
        flowLog: plan.flowLog,
        account: plan.stage.account,
        logKeyArn: keys.arn("logs"),
        tags: plan.tags,
      },
      { parent: this },
    );
    const topic = new AlarmTopic(
      `${name}-alarm-topic`,
      { plan: plan.alarmTopic, alarmsTo, keyArn: keys.arn("logs"), tags: plan.tags },
      { parent: this },
    );
    return {
      account: plan.stage.account,
      placements: network.placements,
      logKeyArn: keys.arn("logs"),
      secretsKeyArn: keys.arn("secrets"),
      alarmTopicArn: topic.arn,
      tags: plan.tags,
    };
  }

  private createAudit(name: string, { plan, protect }: CellArgs, keys: RegionalKeys): void {
    new Audit(
      `${name}-audit`,
      {
        trailName: plan.names.trail,
        bucket: plan.trailBucket,
        log: plan.trailLog,
        account: plan.stage.account,
        keyArn: keys.arn("audit"),
        globalServices: false,
        protect,
        tags: plan.tags,
      },
      { parent: this },
    );
  }

  /** The journal stream and the archive that it leads to. */
  private createJournal(
    name: string,
    { plan, protect, archiveLock }: CellArgs,
    surroundings: FunctionSurroundings,
    keys: RegionalKeys,
    ledgerTable: pulumi.Input<string>,
  ): { readonly arn: pulumi.Output<string>; readonly feed: pulumi.Resource } {
    // The stream names its key by its alias, which has to be there.
    const afterKeys = { parent: this, dependsOn: [keys] };
    const journal = new JournalStream(
      `${name}-journal`,
      { plan: plan.journal, ledgerTable, tags: plan.tags },
      afterKeys,
    );
    const archived = { ledgerTable, journalArn: journal.arn, keyArn: keys.arn("archive"), lock: archiveLock, protect };
    const archive = new Archive(`${name}-archive`, { ...surroundings, ...archived, cell: plan }, afterKeys);
    // Firehose reads from when it is made, and nothing may be written before that.
    return { arn: journal.arn, feed: journal.feed([archive.reader]) };
  }

  /** The functions with all that is around them; gives what makes alarms. */
  private createFunctions(name: string, { plan, originSecrets, protect }: CellArgs, parts: FunctionParts) {
    const { surroundings, identity, keys, streamArn, journalArn, feed } = parts;
    const cell = { ...surroundings, cell: plan };
    const here = { parent: this };
    // Queues name their key by its alias, which has to be there.
    const afterKeys = { parent: this, dependsOn: [keys] };
    // Nobody pays in a cell without a lease.
    const afterFeed = { parent: this, dependsOn: [keys, feed] };
    const told = {
      USER_POOL_ID: identity.userPoolId,
      // The one that the edge sends.
      ORIGIN_SECRET: pulumi.secret(originSecrets[0]),
      CANARY_CLIENT_ID: identity.canaryClientId,
      CANARY_CLIENT_SECRET: identity.canaryClientSecret,
    };
    const keeper = new LeaseKeeper(`${name}-lease-keeper`, { ...cell, told }, afterFeed);
    const controller = new Controller(`${name}-controller`, cell, afterKeys);
    const queuesKeyArn = keys.arn("queues");
    const payouts = new Payouts(`${name}-payouts`, { ...cell, queuesKeyArn }, afterKeys);
    const { connector } = payouts;
    new PaymentsApi(`${name}-payments-api`, { ...cell, connector, originSecrets, protect }, afterKeys);
    const relay = new Relay(`${name}-relay`, { ...cell, ledgerStreamArn: streamArn }, afterKeys);
    const inbox = new CreditInbox(`${name}-credit-inbox`, cell, afterKeys);
    const projector = new Projector(`${name}-projector`, { ...cell, journalArn }, afterKeys);
    const reports = new Reports(`${name}-reports`, { ...cell, keyArn: keys.arn("reports"), protect }, afterKeys);
    const webhooks = new Webhooks(`${name}-webhooks`, cell, afterKeys);
    const uploads = new Uploads(`${name}-uploads`, { ...cell, keyArn: keys.arn("uploads"), protect }, afterKeys);
    const alarms = new Alarms(`${name}-alarms`, { ...surroundings, alarms: plan.alarms }, here);
    return [keeper, controller, relay, inbox, projector, payouts, reports, webhooks, uploads, alarms];
  }

  /** The ledger and the three keys that all cells have: the founder makes them, a joiner replicates the founder's. */
  private joinLedger(name: string, { plan, protect }: CellArgs) {
    const { shared, stage, tags } = plan;
    const founder = plan.ledger.kind === "joiner" ? this.founderOutputs(plan.founderStack) : undefined;
    const policy = keyPolicy(stage.account);
    const key = (part: string, alias: string, description: string, use: "encryption" | "mac", primary: string) =>
      new MultiRegionKey(
        `${name}-${part}`,
        { alias, description, policy, use, protect, tags, ...(founder && { primaryArn: founder(primary) }) },
        { parent: this },
      );
    const ledgerKey = key("ledger-key", shared.ledgerKeyAlias, "The ledger", "encryption", "ledgerKeyArn");
    const requestHash = key(
      "request-hash",
      shared.requestHashKeyAlias,
      "Hashes of requests",
      "mac",
      "requestHashKeyArn",
    );
    // Whichever cell sends has to sign.
    const webhooksKey = key(
      "webhooks-key",
      shared.webhooksKeyAlias,
      "Secrets of webhooks",
      "encryption",
      "webhooksKeyArn",
    );
    const ledger = new LedgerTable(
      `${name}-ledger`,
      {
        tableName: shared.ledgerTable,
        keyArn: ledgerKey.arn,
        protect,
        tags,
        ...(founder && { globalTableArn: founder("ledgerTableArn") }),
      },
      { parent: this },
    );
    return {
      ledgerTableArn: ledger.arn,
      ledgerTableName: ledger.tableName,
      ledgerStreamArn: ledger.streamArn,
      ledgerKeyArn: ledgerKey.arn,
      requestHashKeyArn: requestHash.arn,
      webhooksKeyArn: webhooksKey.arn,
    };
  }

  private founderOutputs(stack: string): (output: string) => pulumi.Output<string> {
    const reference = new pulumi.StackReference(
      `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
      {},
      { parent: this },
    );
    return (output) => reference.requireOutput(output).apply(String);
  }
}
