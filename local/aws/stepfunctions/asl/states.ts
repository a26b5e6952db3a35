import { isProperties } from "../../inputs.ts";
import type {
  Catcher,
  ChoiceState,
  FailState,
  Integration,
  Machine,
  MapState,
  Onward,
  ParallelState,
  Retrier,
  Safeguards,
  State,
  TaskState,
  Template,
  WaitState,
} from "./definition.ts";
import {
  child,
  children,
  isExpression,
  number,
  numberTemplate,
  requireFields,
  requireKnown,
  template,
  text,
  wrong,
  type Place,
} from "./fields.ts";
import { integrationOf } from "./integrations.ts";

const onwardFields = ["Next", "End", "Output", "Assign"] as const;
const safeguardFields = ["Retry", "Catch"] as const;

/** Every field of every type of state under JSONata. Source: Developer Guide, "State machine structure". */
const FIELDS: Readonly<Record<State["type"], readonly string[]>> = {
  Pass: onwardFields,
  Succeed: ["Output"],
  Fail: ["Error", "Cause"],
  Wait: [...onwardFields, "Seconds", "Timestamp"],
  Choice: ["Choices", "Default", "Output", "Assign"],
  Task: [
    ...onwardFields,
    ...safeguardFields,
    "Arguments",
    "Credentials",
    "HeartbeatSeconds",
    "Resource",
    "TimeoutSeconds",
  ],
  Parallel: [...onwardFields, ...safeguardFields, "Arguments", "Branches"],
  Map: [
    ...onwardFields,
    ...safeguardFields,
    "ItemBatcher",
    "ItemProcessor",
    "ItemReader",
    "ItemSelector",
    "Items",
    "Label",
    "MaxConcurrency",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
  ],
};

/** Fields of AWS that the local cloud does not run. */
const NOT_MODELLED: readonly string[] = [
  "Credentials",
  "ItemBatcher",
  "ItemReader",
  "Label",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailurePercentage",
];

/** The longest timeout and wait, seconds. */
const SECONDS_MAX = 99_999_999;

type ParseBranch = (place: Place) => Machine | undefined;

/** Parses one state; undefined where that is not possible at all. */
export function parseState(place: Place, name: string, branch: ParseBranch): State | undefined {
  const type = text(place, "Type");
  if (type === undefined) {
    requireFields(place, ["Type"]);
    return undefined;
  }
  if (!isType(type)) return wrong(place, `Value is not one of [${Object.keys(FIELDS).join(", ")}]`, "Type");
  requireKnown(place, ["Comment", "QueryLanguage", "Type", ...FIELDS[type]]);
  for (const field of NOT_MODELLED) {
    if (place.fields[field] !== undefined) place.reading.notModelled.push(`${field} (of the state ${name})`);
  }
  const named = { name, ...onward(place) };
  if (FIELDS[type].includes("Next")) requireOneEnd(place);
  switch (type) {
    case "Pass":
    case "Succeed":
      return { ...named, type };
    case "Fail":
      return { ...named, type, ...failure(place) };
    case "Wait":
      return { ...named, type, ...wait(place) };
    case "Choice":
      return { ...named, type, ...choice(place), next: text(place, "Default") };
    case "Task":
      return { ...named, type, ...safeguards(place), ...task(place, name) };
    case "Parallel":
      return { ...named, type, ...safeguards(place), ...parallel(place, branch) };
    case "Map": {
      const own = map(place, name, branch);
      return own === undefined ? undefined : { ...named, type, ...safeguards(place), ...own };
    }
  }
}

/** Every state that may come after, with the field that says so. */
export function targetsOf(state: State): readonly (readonly [target: string, field: string])[] {
  const next = state.next === undefined ? [] : [[state.next, state.type === "Choice" ? "Default" : "Next"] as const];
  const rules = state.type === "Choice" ? state.choices : "catch" in state ? state.catch : [];
  const list = state.type === "Choice" ? "Choices" : "Catch";
  const others = rules.flatMap((rule, index) =>
    rule.next === undefined ? [] : [[rule.next, `${list}[${index}]/Next`] as const],
  );
  return [...next, ...others];
}

function isType(type: string): type is State["type"] {
  return Object.hasOwn(FIELDS, type);
}

function onward(place: Place): Onward {
  const assign = child(place, "Assign") === undefined ? undefined : template(place, "Assign");
  return { next: text(place, "Next"), output: template(place, "Output"), assign };
}

function requireOneEnd(place: Place): void {
  const { Next, End } = place.fields;
  if (End !== undefined && typeof End !== "boolean") wrong(place, "Value is not a Boolean", "End");
  if ((Next === undefined) === (End !== true)) wrong(place, "Exactly one of the fields 'Next' and 'End' is required");
}

function failure(place: Place): Pick<FailState, "error" | "cause"> {
  text(place, "Error");
  text(place, "Cause");
  return { error: template(place, "Error"), cause: template(place, "Cause") };
}

function wait(place: Place): Pick<WaitState, "seconds" | "timestamp"> {
  const given = ["Seconds", "Timestamp"].filter((name) => place.fields[name] !== undefined);
  if (given.length !== 1) wrong(place, "Exactly one of the fields 'Seconds' and 'Timestamp' is required");
  text(place, "Timestamp");
  return {
    seconds: numberTemplate(place, "Seconds", { least: 0, most: SECONDS_MAX }),
    timestamp: template(place, "Timestamp"),
  };
}

function choice(place: Place): Pick<ChoiceState, "choices"> {
  requireFields(place, ["Choices"]);
  const choices = children(place, "Choices").map((rule) => {
    requireKnown(rule, ["Assign", "Comment", "Condition", "Next", "Output"]);
    requireFields(rule, ["Condition", "Next"]);
    const { Condition } = rule.fields;
    if (Condition !== undefined && typeof Condition !== "boolean" && !isExpression(Condition)) {
      wrong(rule, "Value is not a JSONata expression", "Condition");
    }
    const none: Template = { kind: "constant", value: false };
    return { ...onward(rule), condition: template(rule, "Condition") ?? none };
  });
  if (choices.length === 0 && place.fields["Choices"] !== undefined) wrong(place, "Array is empty", "Choices");
  return { choices };
}

function task(place: Place, name: string): Omit<TaskState, keyof Onward | keyof Safeguards | "name" | "type"> {
  requireFields(place, ["Resource"]);
  const integration = resource(place, text(place, "Resource") ?? "", name);
  const { Arguments } = place.fields;
  const required = requiredArguments[integration.service];
  if (isProperties(Arguments) && Arguments[required] === undefined) {
    wrong(place, `The field '${required}' is required but was missing`, "Arguments");
  }
  const bounds = { least: 1, most: SECONDS_MAX };
  const [timeoutSeconds, heartbeatSeconds] = [
    numberTemplate(place, "TimeoutSeconds", bounds),
    numberTemplate(place, "HeartbeatSeconds", bounds),
  ];
  const [timeout, heartbeat] = [timeoutSeconds, heartbeatSeconds].map((one) =>
    one?.kind === "constant" ? Number(one.value) : undefined,
  );
  if (timeout !== undefined && heartbeat !== undefined && heartbeat >= timeout) {
    wrong(place, "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'");
  }
  return { integration, arguments: template(place, "Arguments"), timeoutSeconds, heartbeatSeconds };
}

/** What an integration cannot be called without. */
const requiredArguments: Readonly<Record<Integration["service"], string>> = {
  lambda: "FunctionName",
  dynamodb: "TableName",
  sqs: "QueueUrl",
  events: "Entries",
  states: "StateMachineArn",
};

function resource(place: Place, arn: string, name: string): Integration {
  const found = integrationOf(arn);
  if (found === undefined) {
    if (/^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12})?:.+$/.test(arn)) {
      place.reading.notModelled.push(`the task resource ${arn} (of the state ${name})`);
    } else if (arn !== "") wrong(place, "Value is not a valid resource ARN", "Resource");
  } else if (found.waitsForToken && place.reading.express) {
    wrong(place, "Express state machine does not support '.waitForTaskToken' service integration ", "Resource");
  }
  return found ?? { service: "lambda", action: "invoke", waitsForToken: false };
}

function parallel(place: Place, branch: ParseBranch): Pick<ParallelState, "arguments" | "branches"> {
  requireFields(place, ["Branches"]);
  const branches = children(place, "Branches").flatMap((own) => {
    requireKnown(own, ["Comment", "StartAt", "States"]);
    return branch(own) ?? [];
  });
  return { arguments: template(place, "Arguments"), branches };
}

function map(
  place: Place,
  name: string,
  branch: ParseBranch,
): Omit<MapState, keyof Onward | keyof Safeguards | "name" | "type"> | undefined {
  requireFields(place, ["ItemProcessor"]);
  const own = child(place, "ItemProcessor");
  if (own === undefined) return undefined;
  requireKnown(own, ["Comment", "ProcessorConfig", "StartAt", "States"]);
  const mode = child(own, "ProcessorConfig");
  if (mode !== undefined && (text(mode, "Mode") ?? "INLINE") !== "INLINE") {
    place.reading.notModelled.push(`a distributed Map (of the state ${name})`);
  }
  const { Items } = place.fields;
  if (Items !== undefined && !Array.isArray(Items) && !isExpression(Items)) {
    wrong(place, "Value is neither an Array nor a JSONata expression", "Items");
  }
  const processor = branch(own);
  if (processor === undefined) return undefined;
  return {
    items: template(place, "Items"),
    itemSelector: template(place, "ItemSelector"),
    maxConcurrency: numberTemplate(place, "MaxConcurrency", { least: 0, most: SECONDS_MAX }),
    processor,
  };
}

function safeguards(place: Place): Safeguards {
  return { retry: children(place, "Retry").map(retrier), catch: children(place, "Catch").map(catcher) };
}

function retrier(rule: Place, index: number, all: readonly Place[]): Retrier {
  requireKnown(rule, [
    "BackoffRate",
    "Comment",
    "ErrorEquals",
    "IntervalSeconds",
    "JitterStrategy",
    "MaxAttempts",
    "MaxDelaySeconds",
  ]);
  const jitter = text(rule, "JitterStrategy") ?? "NONE";
  if (jitter !== "FULL" && jitter !== "NONE") wrong(rule, "Value is not one of [FULL, NONE]", "JitterStrategy");
  return {
    errors: errorsOf(rule, index === all.length - 1),
    intervalSeconds: number(rule, "IntervalSeconds", { least: 1, most: SECONDS_MAX }) ?? 1,
    maxAttempts: number(rule, "MaxAttempts", { least: 0, most: SECONDS_MAX }) ?? 3,
    backoffRate: number(rule, "BackoffRate", { least: 1, whole: false }) ?? 2,
    maxDelaySeconds: number(rule, "MaxDelaySeconds", { least: 1, most: 31_622_399 }),
    fullJitter: jitter === "FULL",
  };
}

function catcher(rule: Place, index: number, all: readonly Place[]): Catcher {
  requireKnown(rule, ["Assign", "Comment", "ErrorEquals", "Next", "Output"]);
  requireFields(rule, ["Next"]);
  return { ...onward(rule), errors: errorsOf(rule, index === all.length - 1) };
}

/** States.ALL stands alone, and in the last rule. */
function errorsOf(rule: Place, isLast: boolean): readonly string[] {
  const { ErrorEquals } = rule.fields;
  if (ErrorEquals === undefined) requireFields(rule, ["ErrorEquals"]);
  const errors = Array.isArray(ErrorEquals) ? ErrorEquals.filter((one) => typeof one === "string") : [];
  if (ErrorEquals !== undefined && errors.length === 0) wrong(rule, "Array is empty", "ErrorEquals");
  if (errors.includes("States.ALL") && (errors.length > 1 || !isLast)) {
    wrong(rule, "States.ALL must appear alone and in the last rule", "ErrorEquals");
  }
  return errors;
}
