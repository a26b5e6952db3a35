import type { ResourceModel } from "../../core/resource.ts";
import { addressOf, ownId } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import { all, lengthBetween, matching } from "../rules.ts";
import type { LogStore } from "./store.ts";

/** `aws.cloudwatch.LogStream`, by the provider's id: its name. */
export function streamModel(store: LogStore): ResourceModel {
  const arnOf = (groupArn: string, name: string): string => `${groupArn}:log-stream:${name}`;
  return defineResource({
    type: "aws:cloudwatch/logStream:LogStream",
    inputs: {
      logGroupName: { required: true, replaces: true },
      name: {
        replaces: true,
        autoName: { lengthMax: 512 },
        ...all(lengthBetween(1, 512), matching(/^[^:*]*$/, "must not contain a colon or an asterisk")),
      },
    },
    create(inputs, { region }) {
      const [groupName, name] = [inputs.requiredText("logGroupName"), inputs.requiredText("name")];
      store.createStream(region, groupName, name);
      return { id: name, outputs: { arn: arnOf(store.group(region, groupName).arn, name) } };
    },
    read(existing) {
      // An import names the group before the stream.
      const [logGroupName = "", name = ""] = addressOf(existing, ["logGroupName", "name"], ":") ?? [];
      const group = store.find(existing.region, logGroupName);
      if (group?.streams.has(name) !== true) return undefined;
      return { arn: arnOf(group.arn, name), logGroupName, name, ...ownId(existing, name) };
    },
    delete({ region, id, inputs }) {
      const group = String(inputs["logGroupName"]);
      if (store.find(region, group)?.streams.has(id) === true) store.deleteStream(store.group(region, group), id);
    },
  });
}
