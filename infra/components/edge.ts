import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { globalRegion, type GlobalPlan } from "../plan/global-plan.ts";
import { Audit } from "./audit.ts";
import { AuthorityTable } from "./authority-table.ts";
import { ProvenCertificate } from "./proven-certificate.ts";
import { EdgeGuard } from "./edge-guard.ts";
import { EdgeRouter } from "./edge-router.ts";
import { RegionSwitch } from "./region-switch.ts";
import { SingleKey } from "./single-key.ts";
import { Watcher } from "./watcher.ts";

/** What a stage has once is made from this. */
export interface EdgeArgs {
  readonly plan: GlobalPlan;
  readonly routerSource: string;
  /** The edge sends the first; the cells accept both. */
  readonly originSecrets: readonly [string, string];
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
      { aclName: names.webAcl, region, requestsPerFiveMinutes: plan.requestsPerFiveMinutes, tags },
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
    this.createWatch(name, args, { keyValueStoreArn, authority });
    this.createAudit(name, args);
    this.outputs = {
      publicHost: names.publicHost,
      distributionDomain: router.domainName,
      keyValueStoreArn,
      authorityTable: plan.authorityTable,
      authorityRegions: stage.authority.replicas.join(","),
    };
    this.registerOutputs(this.outputs);
  }

  /** Who looks at the cells, and what an operator has at hand when one is gone. */
  private createWatch(
    name: string,
    { plan, originSecrets, protect }: EdgeArgs,
    over: { readonly keyValueStoreArn: pulumi.Input<string>; readonly authority: AuthorityTable },
  ): void {
    const { stage, tags } = plan;
    const { account } = stage;
    for (const watcher of plan.watchers) {
      new Watcher(
        `${name}-watcher-${watcher.region}`,
        {
          plan: watcher,
          account,
          originSecret: originSecrets[0],
          keyValueStoreArn: over.keyValueStoreArn,
          protect,
          tags,
        },
        { parent: this, dependsOn: [over.authority] },
      );
    }
    if (plan.regionSwitch.plans.length > 0) {
      new RegionSwitch(`${name}-region-switch`, { plans: plan.regionSwitch, account, tags }, { parent: this });
    }
  }

  private createAudit(name: string, { plan, protect }: EdgeArgs): void {
    const { names, stage, tags } = plan;
    const region = globalRegion;
    const key = new SingleKey(
      `${name}-audit-key`,
      {
        alias: names.auditKeyAlias,
        description: `${stage.name}: the audit trail of global services`,
        policy: plan.auditKeyPolicy,
        region,
        protect,
        tags,
      },
      { parent: this },
    );
    new Audit(
      `${name}-audit`,
      {
        trailName: names.trail,
        bucket: plan.trailBucket,
        keyArn: key.arn,
        globalServices: true,
        region,
        protect,
        tags,
      },
      { parent: this },
    );
  }
}
