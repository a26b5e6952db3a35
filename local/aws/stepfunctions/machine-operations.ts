import { AwsError, notImplemented } from "../../core/errors.ts";
import { refuseUnknown, type Reader } from "../inputs.ts";
import { parseDefinition } from "./asl/parse.ts";
import { invalid, page, seconds, type Handler, type Operation, type Output } from "./operation.ts";
import { describeEncryption, describeLogging, parseEncryption, parseLogging } from "./settings.ts";
import type { StateMachine } from "./state-machine.ts";

/** Operations on state machines. */
export const machineOperations: Readonly<Record<string, Handler>> = {
  CreateStateMachine({ machines, call, input }) {
    refuseUnknown(input, [...settingNames, "definition", "name", "roleArn", "tags", "type"]);
    const made = machines.create(call.region, input.requiredText("name"), typeOf(input), {
      definition: input.requiredText("definition"),
      roleArn: input.requiredText("roleArn"),
      logging: parseLogging(input.child("loggingConfiguration")),
      tracing: input.child("tracingConfiguration")?.flag("enabled") ?? false,
      encryption: parseEncryption(input.child("encryptionConfiguration")),
      tags: tagsIn(input),
    });
    return { stateMachineArn: made.arn, creationDate: seconds(made.createdMs) };
  },
  DescribeStateMachine: (operation) => describe(target(operation)),
  UpdateStateMachine(operation) {
    const { machines, kernel, input } = operation;
    refuseUnknown(input, [...settingNames, "definition", "roleArn", "stateMachineArn"]);
    const machine = target(operation);
    const [definition, roleArn] = [input.text("definition"), input.text("roleArn")];
    const [logging, tracing, encryption] = settingNames.map((name) => input.child(name));
    if ([definition, roleArn, logging, tracing, encryption].every((given) => given === undefined)) {
      const either = "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration";
      throw new AwsError("MissingRequiredParameter", `${either} must be specified`);
    }
    const { revisionId } = machines.update(machine, {
      ...(definition !== undefined && { definition }),
      ...(roleArn !== undefined && { roleArn }),
      ...(logging !== undefined && { logging: parseLogging(logging) }),
      ...(tracing !== undefined && { tracing: tracing.flag("enabled") ?? false }),
      ...(encryption !== undefined && { encryption: parseEncryption(encryption) }),
    });
    return { updateDate: seconds(kernel.now()), ...(revisionId !== undefined && { revisionId }) };
  },
  DeleteStateMachine({ machines, input }) {
    machines.remove(input.requiredText("stateMachineArn"));
    return {};
  },
  ListStateMachines({ machines, call, input }) {
    const own = machines.all(call.region).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const { shown, ...rest } = page(input, own);
    return { stateMachines: shown.map(summarize), ...rest };
  },
  ValidateStateMachineDefinition({ compile, input }) {
    const { problems } = parseDefinition(input.text("definition") ?? "", typeOf(input), compile);
    const diagnostics = problems.map((problem) => ({ severity: "ERROR", ...problem }));
    return { result: problems.length === 0 ? "OK" : "FAIL", diagnostics, truncated: false };
  },
  ListTagsForResource: (operation) => ({ tags: tagList(tagged(operation).tags) }),
  TagResource(operation) {
    const machine = tagged(operation);
    operation.machines.tag(machine, { ...machine.tags, ...tagsIn(operation.input) });
    return {};
  },
  UntagResource(operation) {
    const machine = tagged(operation);
    const gone = operation.input.texts("tagKeys");
    const left = Object.entries(machine.tags).filter(([key]) => !gone.includes(key));
    operation.machines.tag(machine, Object.fromEntries(left));
    return {};
  },
};

const settingNames = ["loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"] as const;

/** The machine that `stateMachineArn` names. Throws `StateMachineDoesNotExist`. */
export function target({ machines, input }: Operation): StateMachine {
  const arn = input.requiredText("stateMachineArn");
  if (/:stateMachine:[^:]+:[^:]+$/.test(arn)) throw notImplemented("versions and aliases of state machines");
  return machines.get(arn);
}

function tagged({ machines, input }: Operation): StateMachine {
  const arn = input.requiredText("resourceArn");
  const found = machines.find(arn);
  if (found === undefined) throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
  return found;
}

/** What DescribeStateMachineForExecution tells too. */
export function describeSettings(machine: StateMachine): Output {
  const { revisionId, encryption } = machine;
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: machine.definition,
    roleArn: machine.roleArn,
    loggingConfiguration: describeLogging(machine.logging),
    tracingConfiguration: { enabled: machine.tracing },
    ...(encryption.type !== "AWS_OWNED_KEY" && { encryptionConfiguration: describeEncryption(encryption) }),
    ...(revisionId !== undefined && { revisionId }),
  };
}

function describe(machine: StateMachine): Output {
  const { type, createdMs } = machine;
  return { ...describeSettings(machine), status: "ACTIVE", type, creationDate: seconds(createdMs) };
}

function summarize({ arn, name, type, createdMs }: StateMachine): Output {
  return { stateMachineArn: arn, name, type, creationDate: seconds(createdMs) };
}

function typeOf(input: Reader): StateMachine["type"] {
  const type = input.text("type") ?? "STANDARD";
  if (type === "STANDARD" || type === "EXPRESS") return type;
  throw invalid(
    `Value '${type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]`,
  );
}

function tagsIn(input: Reader): Readonly<Record<string, string>> {
  return Object.fromEntries(input.children("tags").map((tag) => [tag.requiredText("key"), tag.text("value") ?? ""]));
}

function tagList(tags: Readonly<Record<string, string>>): readonly Output[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
