import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What is decided about a key that exists in one region only. */
export interface SingleKeyArgs {
  readonly alias: string;
  readonly description: string;
  readonly policy: string;
  /** Only where it is not the stack's own region. */
  readonly region?: string;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A KMS key of one region, turned over yearly, under an alias. */
export class SingleKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SingleKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:SingleKey", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        policy: args.policy,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        ...region,
        tags: args.tags,
      },
      { parent: this, protect: args.protect },
    );
    new aws.kms.Alias(name, { name: args.alias, targetKeyId: key.id, ...region }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
