import { notModelled } from "../../core/errors.ts";
import type { Existing, InputRule, ResourceModel } from "../../core/resource.ts";
import { defineResource, type Reader } from "../inputs.ts";
import { all, lengthBetween, matching } from "../rules.ts";
import type { Secret, SecretSettings, SecretStore } from "./store.ts";

const secretInputs: Readonly<Record<string, InputRule>> = {
  description: lengthBetween(0, 2048),
  forceOverwriteReplicaSecret: {
    default: false,
    refusal: (value) => (value === true ? notModelled("replicas of secrets") : undefined),
  },
  kmsKeyId: {},
  name: {
    replaces: true,
    autoName: { lengthMax: 256 },
    ...all(lengthBetween(1, 512), matching(/^[\w/+=.@-]+$/, "must contain only alphanumeric characters and /_+=.@-")),
  },
  recoveryWindowInDays: {
    default: 30,
    refusal: (value) => {
      const days = Number(value);
      const isRight = days === 0 || (Number.isInteger(days) && days >= 7 && days <= 30);
      return isRight ? undefined : `expected 0, or it to be in the range (7 - 30), got ${String(value)}`;
    },
  },
  tags: {},
};

/** The resource types of Secrets Manager: values are put by its API, so that no state ever holds one. */
export function secretResources(store: SecretStore): readonly ResourceModel[] {
  const standing = ({ region, id }: Existing): Secret | undefined => store.find(region, id);
  const model = defineResource({
    type: "aws:secretsmanager/secret:Secret",
    inputs: secretInputs,
    create(inputs, { region }) {
      const secret = store.create(region, inputs.requiredText("name"), settingsOf(inputs));
      return { id: secret.arn, outputs: outputsOf(secret) };
    },
    read(existing) {
      const secret = standing(existing);
      return secret && outputsOf(secret);
    },
    update(inputs, existing) {
      const secret = Object.assign(store.get(existing.region, existing.id), settingsOf(inputs));
      return outputsOf(secret);
    },
    delete(existing) {
      const secret = standing(existing);
      if (secret !== undefined) store.remove(secret);
    },
  });
  return [model];
}

function settingsOf(inputs: Reader): SecretSettings {
  return {
    description: inputs.text("description") ?? "",
    key: inputs.text("kmsKeyId"),
    tags: inputs.strings("tags"),
  };
}

function outputsOf({ arn, name, description, tags }: Secret) {
  return { arn, name, description, policy: "", replicas: [], tags, tagsAll: tags };
}
