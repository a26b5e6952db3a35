import * as pulumi from "@pulumi/pulumi";
import type { KeyPlan } from "../plan/keys.ts";
import type { RegionalKey } from "../plan/names.ts";
import { SingleKey } from "./single-key.ts";

/** What is decided about a cell's regional keys. */
export interface RegionalKeysArgs {
  readonly keys: readonly KeyPlan[];
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A key per class of data that stays in the cell. */
export class RegionalKeys extends pulumi.ComponentResource {
  private readonly keys: ReadonlyMap<RegionalKey, SingleKey>;

  constructor(name: string, args: RegionalKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:RegionalKeys", name, {}, opts);
    const { protect, tags } = args;
    this.keys = new Map(
      args.keys.map(({ key, alias, description, policy }) => [
        key,
        new SingleKey(`${name}-${key}`, { alias, description, policy, protect, tags }, { parent: this }),
      ]),
    );
    this.registerOutputs();
  }

  /** The ARN of the key of a class of data. */
  arn(key: RegionalKey): pulumi.Output<string> {
    const found = this.keys.get(key);
    if (found === undefined) {
      throw new Error(`The plan has no key for ${key}.`);
    }
    return found.arn;
  }
}
