import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../inputs.ts";
import { all, arn as anArn, between, lengthBetween, matching, oneOf } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { textOf } from "./definition.ts";
import { checks, listOf, objectOf } from "./rules.ts";

const keyAndValue = objectOf({ key: { required: true }, value: { required: true } });

/** Quotas of FIS: actions and stop conditions of a template. */
const most = { actions: 20, stopConditions: 5 };

const experimentTemplate: DeclaredType = {
  type: "aws:fis/experimentTemplate:ExperimentTemplate",
  inputs: {
    actions: {
      required: true,
      unordered: true,
      ...listOf(
        objectOf({
          actionId: { required: true, ...matching(/^aws:[a-z0-9-]+:[a-z0-9-/]+$/, "an action such as aws:fis:wait") },
          description: lengthBetween(0, 512),
          name: { required: true, ...lengthBetween(1, 64) },
          parameters: listOf(keyAndValue),
          startAfters: {},
          target: keyAndValue,
        }),
      ),
    },
    description: { required: true, ...lengthBetween(1, 512) },
    experimentOptions: {
      computed: true,
      ...objectOf({
        accountTargeting: oneOf("single-account", "multi-account"),
        emptyTargetResolutionMode: oneOf("fail", "skip"),
      }),
    },
    logConfiguration: {},
    roleArn: { required: true, ...anArn },
    stopConditions: {
      required: true,
      unordered: true,
      ...listOf(objectOf({ source: { required: true, ...oneOf("none", "aws:cloudwatch:alarm") }, value: anArn })),
    },
    tags: {},
    targets: {
      unordered: true,
      ...listOf(
        objectOf({
          filters: {},
          name: { required: true, ...lengthBetween(1, 64) },
          parameters: {},
          resourceArns: listOf(anArn),
          resourceTags: listOf(keyAndValue),
          resourceType: { required: true, ...lengthBetween(1, 128) },
          selectionMode: {
            required: true,
            ...matching(/^(ALL|COUNT\(\d+\)|PERCENT\(\d+\))$/, "ALL, COUNT(n), PERCENT(n)"),
          },
        }),
      ),
    },
  },
  check: checks(
    (inputs) =>
      everyOne(inputs, "stopConditions", ({ source, value }) =>
        (source === "aws:cloudwatch:alarm") === (value !== undefined)
          ? undefined
          : 'an alarm has a value, and "none" has not',
      ),
    (inputs) =>
      everyOne(inputs, "targets", ({ resourceArns, resourceTags }) =>
        (resourceArns === undefined) === (resourceTags === undefined)
          ? "a target has either resourceArns or resourceTags"
          : undefined,
      ),
  ),
  compute: ({ hex }) => ({
    id: `EXT${hex(15)}`,
    experimentOptions: { accountTargeting: "single-account", emptyTargetResolutionMode: "fail" },
  }),
  refuse({ inputs }) {
    const targets = new Set(records(inputs, "targets").map((target) => textOf(target, "name")));
    for (const action of records(inputs, "actions")) {
      const { target } = action;
      if (isProperties(target) && !targets.has(textOf(target, "value"))) {
        throw invalid(`Action ${textOf(action, "name")} names the target ${textOf(target, "value")}, which is none.`);
      }
    }
    if (records(inputs, "actions").length > most.actions)
      throw invalid(`A template has at most ${most.actions} actions.`);
    if (records(inputs, "stopConditions").length > most.stopConditions) {
      throw invalid(`A template has at most ${most.stopConditions} stop conditions.`);
    }
  },
};

const planName = all(
  lengthBetween(1, 32),
  matching(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/, "letters, digits and hyphens between them"),
);

const planStep = objectOf({
  description: {},
  executionApprovalConfigs: listOf(
    objectOf({ approvalRole: { required: true, ...anArn }, timeoutMinutes: between(1, 10_080) }),
  ),
  executionBlockType: { required: true, ...oneOf("ManualApproval") },
  name: { required: true, ...lengthBetween(1, 64) },
});

const regionSwitchPlan: DeclaredType = {
  type: "aws:arcregionswitch/plan:Plan",
  global: true,
  inputs: {
    associatedAlarms: {
      unordered: true,
      ...listOf(
        objectOf({
          alarmType: { required: true, ...oneOf("applicationHealth", "trigger") },
          mapBlockKey: { required: true },
          resourceIdentifier: { required: true, ...anArn },
        }),
      ),
    },
    description: {},
    executionRole: { required: true, ...anArn },
    name: { autoName: { lengthMax: 32 }, replaces: true, ...planName },
    primaryRegion: { replaces: true },
    recoveryApproach: { required: true, replaces: true, ...oneOf("activeActive", "activePassive") },
    recoveryTimeObjectiveMinutes: between(1, 10_080),
    regions: {
      required: true,
      replaces: true,
      refusal: (value) =>
        Array.isArray(value) && new Set(value).size === 2 && value.length === 2 ? undefined : "expected two regions",
    },
    tags: {},
    workflows: listOf(
      objectOf({
        steps: listOf(planStep),
        workflowDescription: {},
        workflowTargetAction: { required: true, ...oneOf("activate", "deactivate") },
        workflowTargetRegion: {},
      }),
    ),
  },
  check: (inputs, unknowns) =>
    inputs["recoveryApproach"] === "activePassive" &&
    inputs["primaryRegion"] === undefined &&
    !unknowns.has("primaryRegion")
      ? [{ property: "primaryRegion", reason: "an activePassive plan has one" }]
      : [],
  compute({ text, hex, accountId }) {
    const id = `arn:aws:arc-region-switch::${accountId}:plan/${text("name")}:${hex(6)}`;
    return { id, arn: id };
  },
  refuse({ self, text }, world) {
    const taken = world.all(regionSwitchPlan.type).some(({ outputs }) => outputs["name"] === text("name"));
    if (self === undefined && taken)
      throw new AwsError("ConflictException", `There is a plan ${text("name")} already.`);
  },
};

/** The objects of a list that is an input; what is no object, the list's own rule refuses. */
function records(inputs: Properties, name: string): readonly Properties[] {
  const list = inputs[name];
  return Array.isArray(list) ? list.filter(isProperties) : [];
}

function everyOne(inputs: Properties, property: string, fault: (one: Properties) => string | undefined) {
  return records(inputs, property).flatMap((one) => {
    const reason = fault(one);
    return reason === undefined ? [] : [{ property, reason }];
  });
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/**
 * Experiments and plans of switching regions: nothing runs them here, where faults are knobs. Facts of inputs:
 * terraform-provider-aws, `internal/service/fis` and `arcregionswitch`; quotas: AWS FIS and ARC user guides.
 */
export const resilienceTypes: readonly DeclaredType[] = [experimentTemplate, regionSwitchPlan];
