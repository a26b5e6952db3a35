import type { Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { all, matching } from "../rules.ts";
import type { KeyStore, KmsKey } from "./store.ts";

const aliasName = all(
  matching(/^(?!alias\/aws\/)/, "cannot begin with reserved AWS CMK prefix 'alias/aws/'"),
  matching(/^alias\/[\w/-]+$/, "must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]"),
);

/** `aws.kms.Alias`. */
export function aliasModel(store: KeyStore, accountId: string): ResourceModel {
  const outputsOf = (region: string, name: string, key: KmsKey, given: unknown): Properties => ({
    name,
    arn: `arn:aws:kms:${region}:${accountId}:${name}`,
    targetKeyArn: key.arn,
    // The program may name the key by its ARN, which is the same key.
    targetKeyId: given === key.arn ? given : key.keyId,
  });
  const targetOf = (region: string, name: string): KmsKey | undefined => {
    const keyId = store.aliases(region).find(([alias]) => alias === name)?.[1];
    return keyId === undefined ? undefined : store.find(region, keyId);
  };
  return defineResource({
    type: "aws:kms/alias:Alias",
    inputs: {
      name: { replaces: true, autoName: { lengthMax: 256, start: "alias/" }, ...aliasName },
      namePrefix: { replaces: true, ...aliasName },
      targetKeyId: { required: true },
    },
    create(inputs, { region }) {
      const name = inputs.requiredText("name");
      const target = inputs.requiredText("targetKeyId");
      const key = store.createAlias(region, name, target);
      return { id: name, outputs: outputsOf(region, name, key, target) };
    },
    read({ region, id, inputs }) {
      const key = targetOf(region, id);
      return key && outputsOf(region, id, key, inputs["targetKeyId"]);
    },
    update(inputs, { region, id }) {
      const target = inputs.requiredText("targetKeyId");
      return outputsOf(region, id, store.updateAlias(region, id, target), target);
    },
    delete({ region, id }) {
      if (targetOf(region, id) !== undefined) store.deleteAlias(region, id);
    },
  });
}
