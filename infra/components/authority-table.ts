import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AuthorityRegions } from "../plan/registry.ts";

/** What is decided about the authority table. */
export interface AuthorityTableArgs {
  readonly tableName: string;
  readonly regions: AuthorityRegions;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Who owns which home: strongly consistent over two replicas and a witness, so that it outlives any region. It holds
 * neither money nor persons, so the key is AWS's own: keys of ours in its regions would be one way more to lose it.
 */
export class AuthorityTable extends pulumi.ComponentResource {
  constructor(name: string, args: AuthorityTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:AuthorityTable", name, {}, opts);
    const [region, second] = args.regions.replicas;
    new aws.dynamodb.Table(
      name,
      {
        name: args.tableName,
        region,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        attributes: [{ name: "pk", type: "S" }],
        replicas: [
          {
            regionName: second,
            consistencyMode: "STRONG",
            pointInTimeRecovery: true,
            deletionProtectionEnabled: args.protect,
            propagateTags: true,
          },
        ],
        globalTableWitness: { regionName: args.regions.witness },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.protect,
        tags: args.tags,
      },
      { parent: this, protect: args.protect },
    );
    this.registerOutputs();
  }
}
