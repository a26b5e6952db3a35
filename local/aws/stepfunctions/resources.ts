import { notModelled } from "../../core/errors.ts";
import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, type Reader } from "../inputs.ts";
import { all, arn, between, lengthBetween, matching, oneOf, shape } from "../rules.ts";
import type { MachineSettings, MachineStore } from "./machine-store.ts";
import { describeEncryption, parseEncryption, parseLogging } from "./settings.ts";
import type { StateMachine } from "./state-machine.ts";

const nameForm = matching(/^[\w-]+$/, "the name should only contain 0-9, A-Z, a-z, - and _");

const machineInputs: Readonly<Record<string, InputRule>> = {
  definition: { required: true, json: true, ...lengthBetween(0, 1_048_576) },
  encryptionConfiguration: {
    computed: true,
    ...shape({
      kmsDataKeyReusePeriodSeconds: between(60, 900),
      kmsKeyId: {},
      type: oneOf("AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"),
    }),
  },
  loggingConfiguration: {
    computed: true,
    ...shape({
      includeExecutionData: {},
      level: oneOf("ALL", "ERROR", "FATAL", "OFF"),
      logDestination: matching(/^$|:\*$/, "the log group's ARN has to end with :*"),
    }),
  },
  name: { replaces: true, computed: true, autoName: { lengthMax: 80 }, ...all(lengthBetween(1, 80), nameForm) },
  namePrefix: { replaces: true, ...all(lengthBetween(1, 54), nameForm) },
  publish: {
    default: false,
    refusal: (value) => (value === true ? notModelled("versions of state machines") : undefined),
  },
  roleArn: { required: true, ...arn },
  tracingConfiguration: { computed: true, ...shape({ enabled: {} }) },
  type: { replaces: true, default: "STANDARD", ...oneOf("STANDARD", "EXPRESS") },
};

/** The resource types of `aws:sfn/*` that the local cloud knows: without activities, aliases and versions. */
export function createStatesResources(store: MachineStore): readonly ResourceModel[] {
  const find = ({ id }: Existing): StateMachine | undefined => store.find(id);
  return [
    defineResource({
      type: "aws:sfn/stateMachine:StateMachine",
      inputs: machineInputs,
      recomputed: ["revisionId"],
      // The public provider asks ValidateStateMachineDefinition in a preview.
      check({ definition, type }) {
        if (definition === undefined) return [];
        const reason = store.refusal(textOf(definition), typeOf(type));
        return reason === undefined ? [] : [{ property: "definition", reason }];
      },
      create(inputs, { region }) {
        const type = typeOf(inputs.text("type"));
        const made = store.create(region, inputs.requiredText("name"), type, settingsOf(inputs));
        return { id: made.arn, outputs: outputsOf(made) };
      },
      read(existing) {
        const machine = find(existing);
        return machine === undefined ? undefined : outputsOf(machine);
      },
      update(inputs, existing) {
        const { tags, ...changes } = settingsOf(inputs);
        const machine = store.tag(store.update(store.get(existing.id), changes), tags);
        return { ...givenInputs(machineInputs, inputs.properties), ...outputsOf(machine) };
      },
      delete: ({ id }) => store.remove(id),
    }),
  ];
}

function typeOf(type: unknown): StateMachine["type"] {
  return type === "EXPRESS" ? "EXPRESS" : "STANDARD";
}

function textOf(definition: unknown): string {
  return typeof definition === "string" ? definition : JSON.stringify(definition);
}

function settingsOf(inputs: Reader): MachineSettings {
  return {
    definition: textOf(inputs.properties["definition"]),
    roleArn: inputs.requiredText("roleArn"),
    logging: parseLogging(inputs.child("loggingConfiguration")),
    tracing: inputs.child("tracingConfiguration")?.flag("enabled") ?? false,
    encryption: parseEncryption(inputs.child("encryptionConfiguration")),
    tags: inputs.strings("tags"),
  };
}

function outputsOf(machine: StateMachine): Properties {
  const { logging, tags } = machine;
  return {
    arn: machine.arn,
    creationDate: new Date(machine.createdMs).toISOString(),
    definition: machine.definition,
    description: "",
    encryptionConfiguration: describeEncryption(machine.encryption),
    loggingConfiguration: {
      includeExecutionData: logging.includeExecutionData,
      level: logging.level,
      logDestination: logging.destination ?? "",
    },
    name: machine.name,
    revisionId: machine.revisionId ?? "",
    roleArn: machine.roleArn,
    stateMachineVersionArn: "",
    status: "ACTIVE",
    tags,
    tagsAll: tags,
    tracingConfiguration: { enabled: machine.tracing },
    type: machine.type,
    versionDescription: "",
  };
}
