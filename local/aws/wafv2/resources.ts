import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import { all, arn, lengthBetween, matching, oneOf } from "../rules.ts";
import { uuid } from "../uuid.ts";
import { invalidField } from "./refusals.ts";
import type { AclStore, StoredAcl } from "./store.ts";
import { compileWebAcl } from "./web-acl.ts";

/** The resource types of `aws:wafv2/*`. */
export function createWafv2Resources(kernel: Kernel, store: AclStore): readonly ResourceModel[] {
  return [webAclModel(kernel, store), associationModel(store), loggingModel(store)];
}

const nameForm = matching(/^[0-9A-Za-z_-]+$/, "must contain only alphanumeric hyphen and underscore characters");

const webAclInputs: Readonly<Record<string, InputRule>> = {
  name: { replaces: true, computed: true, autoName: { lengthMax: 128 }, ...all(lengthBetween(1, 128), nameForm) },
  namePrefix: { replaces: true, computed: true, ...all(lengthBetween(1, 102), nameForm) },
  scope: { required: true, replaces: true, ...oneOf("CLOUDFRONT", "REGIONAL") },
  description: lengthBetween(1, 256),
  defaultAction: { required: true },
  rules: { unordered: true },
  visibilityConfig: { required: true },
};

function webAclModel(kernel: Kernel, store: AclStore): ResourceModel {
  const outputsOf = (stored: StoredAcl): Properties => ({
    ...givenInputs(webAclInputs, stored.given),
    name: stored.name,
    scope: stored.scope,
    arn: stored.arn,
    lockToken: stored.lockToken,
    applicationIntegrationUrl: "",
    tagsAll: stored.given["tags"] ?? {},
  });
  const find = (existing: Existing): StoredAcl | undefined => {
    const [id] = existing.id.split("/");
    return [...store.acls.values()].find((one) => one.id === id && one.region === existing.region);
  };
  return defineResource({
    type: "aws:wafv2/webAcl:WebAcl",
    inputs: webAclInputs,
    recomputed: ["lockToken"],
    check: (inputs) => [
      ...visibilityFailures("visibilityConfig", inputs["visibilityConfig"]),
      ...(Array.isArray(inputs["rules"]) ? inputs["rules"].flatMap(ruleFailures) : []),
    ],
    create(inputs, { region, accountId }) {
      const name = inputs.requiredText("name");
      const scope = inputs.requiredText("scope");
      // An ACL for CloudFront lives in us-east-1, whatever it guards.
      if (scope === "CLOUDFRONT" && region !== "us-east-1") {
        throw invalidField("The scope is not valid.", "SCOPE_VALUE", scope);
      }
      const acl = compileWebAcl(inputs.properties);
      const place = scope === "CLOUDFRONT" ? "global" : "regional";
      const prefix = `arn:aws:wafv2:${region}:${accountId}:${place}/webacl/${name}/`;
      if ([...store.acls.keys()].some((one) => one.startsWith(prefix))) {
        const message =
          "AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an " +
          "existing one.";
        throw new AwsError("WAFDuplicateItemException", message);
      }
      const id = uuid(kernel);
      const given = inputs.properties;
      const stored = { id, name, arn: `${prefix}${id}`, region, scope, given, acl, lockToken: uuid(kernel) };
      store.acls.set(stored.arn, stored);
      return { id, outputs: outputsOf(stored) };
    },
    read(existing) {
      const stored = find(existing);
      return stored === undefined ? undefined : { ...outputsOf(stored), ...ownId(existing, stored.id) };
    },
    update(inputs, existing) {
      const stored = store.aclOf(find(existing)?.arn);
      const acl = compileWebAcl(inputs.properties);
      Object.assign(stored, { acl, given: inputs.properties, lockToken: uuid(kernel) });
      return outputsOf(stored);
    },
    delete(existing) {
      const stored = find(existing);
      if (stored === undefined) return;
      if ([...store.guards.values()].includes(stored.arn)) {
        const message =
          "AWS WAF couldn't perform the operation because your resource is being used by another resource or " +
          "it's associated with another resource.";
        throw new AwsError("WAFAssociatedItemException", message);
      }
      store.acls.delete(stored.arn);
      store.logging.delete(stored.arn);
    },
  });
}

function associationModel(store: AclStore): ResourceModel {
  const names = ["webAclArn", "resourceArn"];
  return defineResource({
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    inputs: {
      resourceArn: { required: true, replaces: true, ...arn },
      webAclArn: { required: true, replaces: true, ...arn },
    },
    // A resource has one ACL: deleting the old association afterwards would take the new one away.
    deleteBeforeReplace: true,
    create(inputs) {
      const resourceArn = inputs.requiredText("resourceArn");
      const { arn: webAclArn, scope, region } = store.aclOf(inputs.requiredText("webAclArn"));
      if (scope !== "REGIONAL" || resourceArn.split(":")[3] !== region) {
        throw invalidField("The ARN isn't valid. A valid ARN begins with arn:", "RESOURCE_ARN", resourceArn);
      }
      store.guards.set(resourceArn, webAclArn);
      return { id: `${webAclArn},${resourceArn}`, outputs: {} };
    },
    read(existing) {
      const [, resourceArn = ""] = addressOf(existing, names, ",") ?? [];
      const webAclArn = store.guards.get(resourceArn);
      return webAclArn === undefined ? undefined : { resourceArn, webAclArn };
    },
    delete(existing) {
      const [, resourceArn = ""] = addressOf(existing, names, ",") ?? [];
      store.guards.delete(resourceArn);
    },
  });
}

function loggingModel(store: AclStore): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    resourceArn: { required: true, replaces: true, ...arn },
    logDestinationConfigs: { required: true, replaces: true, unordered: true },
    loggingFilter: {},
    redactedFields: {},
  };
  return defineResource({
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    standing: "declared-only",
    inputs,
    deleteBeforeReplace: true,
    create(reader) {
      const resourceArn = reader.requiredText("resourceArn");
      store.aclOf(resourceArn);
      for (const destination of reader.texts("logDestinationConfigs")) {
        // AWS WAF logs to nothing that is not named for it.
        if (/[:/]aws-waf-logs-[^:/]*(:\*)?$/.test(destination)) continue;
        throw invalidField("The ARN isn't valid. A valid ARN begins with arn:", "LOG_DESTINATION", destination);
      }
      store.logging.set(resourceArn, reader.properties);
      return { id: resourceArn, outputs: {} };
    },
    read(existing) {
      const given = store.logging.get(existing.id);
      return given === undefined ? undefined : givenInputs(inputs, given);
    },
    update(reader, existing) {
      store.aclOf(existing.id);
      store.logging.set(existing.id, reader.properties);
      return givenInputs(inputs, reader.properties);
    },
    delete: (existing) => void store.logging.delete(existing.id),
  });
}

function ruleFailures(rule: unknown, index: number): readonly CheckFailure[] {
  if (!isProperties(rule)) return [];
  const at = `rules[${index}]`;
  const missing = ["name", "priority", "statement"].filter((key) => rule[key] === undefined);
  return [
    ...missing.map((key) => ({ property: `${at}.${key}`, reason: missingArgument(key) })),
    ...visibilityFailures(`${at}.visibilityConfig`, rule["visibilityConfig"] ?? {}),
  ];
}

function visibilityFailures(at: string, config: unknown): readonly CheckFailure[] {
  if (!isProperties(config)) return [];
  return ["cloudwatchMetricsEnabled", "metricName", "sampledRequestsEnabled"]
    .filter((key) => config[key] === undefined)
    .map((key) => ({ property: `${at}.${key}`, reason: missingArgument(key) }));
}

function missingArgument(key: string): string {
  return `Missing required argument. The argument "${key}" is required, but no definition was found.`;
}
