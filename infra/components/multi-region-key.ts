import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What is decided about a key that every cell has under the same id. */
export interface MultiRegionKeyArgs {
  readonly alias: string;
  readonly description: string;
  readonly policy: string;
  /** `encryption` encrypts data, `mac` makes keyed hashes that come out the same in every cell. */
  readonly use: "encryption" | "mac";
  /** The founder's key; left out by the founder, which makes it. */
  readonly primaryArn?: pulumi.Input<string>;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A multi-region KMS key: the founder's own, or a joiner's replica of it, under the same alias. */
export class MultiRegionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: MultiRegionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:MultiRegionKey", name, {}, opts);
    const { description, policy, tags, primaryArn } = args;
    const shared = { description, policy, tags, deletionWindowInDays: 30 };
    const options = { parent: this, protect: args.protect };
    const key =
      primaryArn === undefined
        ? new aws.kms.Key(name, { ...shared, ...specOf(args.use), multiRegion: true }, options)
        : new aws.kms.ReplicaKey(name, { ...shared, primaryKeyArn: primaryArn }, options);
    new aws.kms.Alias(name, { name: args.alias, targetKeyId: key.id }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** KMS rotates no key that makes hashes. */
function specOf(use: MultiRegionKeyArgs["use"]) {
  return use === "mac"
    ? { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" }
    : { customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT", enableKeyRotation: true };
}
