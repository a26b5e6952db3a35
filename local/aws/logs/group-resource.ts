import type { CheckFailure, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { all, lengthBetween, matching, oneOf, oneOfNumbers } from "../rules.ts";
import type { GroupSettings, LogGroup, LogStore } from "./store.ts";
import { RETENTION_DAYS } from "./store.ts";

const nameForm = matching(
  /^[0-9A-Za-z_./#-]+$/,
  "alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed",
);

/** `aws.cloudwatch.LogGroup`. */
export function groupModel(store: LogStore): ResourceModel {
  return defineResource({
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: {
      deletionProtectionEnabled: { computed: true },
      kmsKeyId: {},
      logGroupClass: { replaces: true, computed: true, ...oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY") },
      name: { replaces: true, autoName: { lengthMax: 512 }, ...all(lengthBetween(1, 512), nameForm) },
      namePrefix: { replaces: true, ...all(lengthBetween(1, 483), nameForm) },
      retentionInDays: { default: 0, ...oneOfNumbers(...RETENTION_DAYS) },
      skipDestroy: { default: false },
    },
    check: checkName,
    create(inputs, { region }) {
      const groupClass = inputs.text("logGroupClass") ?? "STANDARD";
      const group = store.createGroup(region, inputs.requiredText("name"), { ...settingsOf(inputs), groupClass });
      return { id: group.name, outputs: outputsOf(group) };
    },
    read({ region, id }) {
      const group = store.find(region, id);
      return group && outputsOf(group);
    },
    update(inputs, { region, id }) {
      const group = store.group(region, id);
      store.changeGroup(group, settingsOf(inputs, group.deletionProtection));
      return outputsOf(group);
    },
    delete({ region, id, inputs }) {
      if (inputs["skipDestroy"] === true || store.find(region, id) === undefined) return;
      store.deleteGroup(region, id);
    },
  });
}

/** The name is filled in by now, from the prefix where there is one: another name was given beside it. */
function checkName({ name, namePrefix }: Properties): readonly CheckFailure[] {
  if (typeof name !== "string" || typeof namePrefix !== "string" || name.startsWith(namePrefix)) return [];
  return [{ property: "namePrefix", reason: "conflicts with name" }];
}

function settingsOf(inputs: Reader, deletionProtection = false): Omit<GroupSettings, "groupClass"> {
  const kmsKeyId = inputs.text("kmsKeyId") ?? "";
  return {
    retentionDays: inputs.number("retentionInDays") ?? 0,
    kmsKeyId: kmsKeyId === "" ? undefined : kmsKeyId,
    deletionProtection: inputs.flag("deletionProtectionEnabled") ?? deletionProtection,
    tags: new Map(Object.entries(inputs.strings("tags"))),
  };
}

function outputsOf(group: LogGroup): Properties {
  const tags = Object.fromEntries(group.tags);
  return {
    name: group.name,
    arn: group.arn,
    deletionProtectionEnabled: group.deletionProtection,
    kmsKeyId: group.kmsKeyId ?? "",
    logGroupClass: group.groupClass,
    retentionInDays: group.retentionDays,
    tags,
    tagsAll: tags,
  };
}
