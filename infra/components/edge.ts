import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { globalRegion, type GlobalPlan } from "../plan/global-plan.ts";
import { Audit } from "./audit.ts";
import { AuthorityTable } from "./authority-table.ts";
import { ProvenCertificate } from "./proven-certificate.ts";
import { Overview } from "./overview.ts";
import { EdgeGuard } from "./edge-guard.ts";
import { EdgeRouter } from "./edge-router.ts";
import { RequestLog } from "./request-log.ts";
import { RegionSwitch } from "./region-switch.ts";
import { SingleKey } from "./single-key.ts";
import { Watcher } from "./watcher.ts";

/** What a stage has once is made from this. */
export interface EdgeArgs {
  readonly plan: GlobalPlan;
  readonly routerSource: string;
  /** The edge sends the first; the cells accept both. */
  readonly originSecrets: readonly [string, string];
  /** Whom alarms call: e-mail addresses and https URLs. */
  readonly alarmsTo: readonly string[];
  readonly protect: boolean;
}

/** What a stage has once: the edge, the authority table, the trail of services without a region. */
export class Edge extends pulumi.ComponentResource {
  readonly outputs: Readonly<Record<string, pulumi.Input<string>>>;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Edge", name, {}, opts);
    const { plan, protect } = args;
    const { names, stage, tags } = plan;
    const here = { parent: this };
    const region = globalRegion;
    const key = this.createKey(name, args);
    const authority = new AuthorityTable(
      `${name}-authority`,
      { tableName: plan.authorityTable, regions: stage.authority, protect, tags },
      here,
    );
    const certificate = new ProvenCertificate(
      `${name}-certificate`,
      { host: names.publicHost, zoneId: stage.zoneId, region, tags },
      here,
    );
    const guard = new EdgeGuard(
      `${name}-guard`,
      {
        aclName: names.webAcl,
        region,
        requestsPerFiveMinutes: plan.requestsPerFiveMinutes,
        logGroup: names.firewallLogGroup,
        logKeyArn: key.arn,
        tags,
      },
      here,
    );
    const router = new EdgeRouter(
      `${name}-router`,
      {
        plan,
        routerSource: args.routerSource,
        originSecret: args.originSecrets[0],
        certificateArn: certificate.validatedArn,
        webAclArn: guard.arn,
      },
      here,
    );
    for (const type of ["A", "AAAA"]) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}`,
        {
          zoneId: stage.zoneId,
          name: names.publicHost,
          type,
          aliases: [{ name: router.domainName, zoneId: router.hostedZoneId, evaluateTargetHealth: false }],
        },
        here,
      );
    }
    const { keyValueStoreArn } = router;
    const topics = this.createWatch(name, args, { keyValueStoreArn, authority });
    this.createLogs(name, args, key, router.arn);
    this.outputs = {
      publicHost: names.publicHost,
      distributionDomain: router.domainName,
      keyValueStoreArn,
      authorityTable: plan.authorityTable,
      authorityRegions: stage.authority.replicas.join(","),
      alarmTopicArns: pulumi.all([...topics]).apply((arns) => arns.join(",")),
    };
    this.registerOutputs(this.outputs);
  }

  /** Who looks at the cells, and what an operator has at hand when one is gone. */
  private createWatch(
    name: string,
    { plan, originSecrets, alarmsTo, protect }: EdgeArgs,
    over: { readonly keyValueStoreArn: pulumi.Input<string>; readonly authority: AuthorityTable },
  ): readonly pulumi.Output<string>[] {
    const { stage, tags } = plan;
    const { account } = stage;
    const watchers = plan.watchers.map(
      (watcher) =>
        new Watcher(
          `${name}-watcher-${watcher.region}`,
          {
            plan: watcher,
            account,
            originSecret: originSecrets[0],
            alarmsTo,
            keyValueStoreArn: over.keyValueStoreArn,
            protect,
            tags,
          },
          { parent: this, dependsOn: [over.authority] },
        ),
    );
    new Overview(`${name}-overview`, plan.dashboard, { parent: this });
    if (plan.regionSwitch.plans.length > 0) {
      new RegionSwitch(`${name}-region-switch`, { plans: plan.regionSwitch, account, tags }, { parent: this });
    }
    return watchers.map(({ alarmTopicArn }) => alarmTopicArn);
  }

  /** The key of what is written down in the region of services without a region. */
  private createKey(name: string, { plan, protect }: EdgeArgs): SingleKey {
    return new SingleKey(
      `${name}-audit-key`,
      {
        alias: plan.names.auditKeyAlias,
        description: `${plan.stage.name}: the audit trail of global services, the logs of the edge`,
        policy: plan.auditKeyPolicy,
        region: globalRegion,
        protect,
        tags: plan.tags,
      },
      { parent: this },
    );
  }

  /** What was asked of the edge, and who did what to the account. */
  private createLogs(
    name: string,
    { plan, protect }: EdgeArgs,
    key: SingleKey,
    distributionArn: pulumi.Input<string>,
  ): void {
    new RequestLog(
      `${name}-requests`,
      {
        deliveryName: plan.names.requestLogs,
        logGroup: plan.names.requestLogGroup,
        distributionArn,
        keyArn: key.arn,
        region: globalRegion,
        tags: plan.tags,
      },
      { parent: this },
    );
    new Audit(
      `${name}-audit`,
      {
        trailName: plan.names.trail,
        bucket: plan.trailBucket,
        log: plan.trailLog,
        account: plan.stage.account,
        keyArn: key.arn,
        globalServices: true,
        region: globalRegion,
        protect,
        tags: plan.tags,
      },
      { parent: this },
    );
  }
}
