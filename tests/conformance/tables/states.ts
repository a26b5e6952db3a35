import { is, type Case, type Fields, type Step, type Suite } from "../case.ts";

const roleArn = "arn:aws:iam::{account}:role/conformance";
const pass = { Type: "Pass", End: true } as const;

/** A definition under JSONata that starts with its first state. */
function jsonata(states: Readonly<Record<string, Fields>>): string {
  return JSON.stringify({ QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states });
}

const create = (states: Readonly<Record<string, Fields>>, more: Fields = {}): Step => ({
  call: "CreateStateMachine",
  input: { name: "{case}", roleArn, definition: jsonata(states), ...more },
  keep: { arn: "stateMachineArn" },
});
const start = (input: unknown = {}, more: Fields = {}): Step => ({
  call: "StartExecution",
  input: { stateMachineArn: "{arn}", input: JSON.stringify(input), ...more },
  keep: { execution: "executionArn" },
});
const drop: Step = { call: "DeleteStateMachine", input: { stateMachineArn: "{arn}" } };
const described = (gives: Fields): Pick<Case, "call" | "input" | "gives" | "within"> => ({
  call: "DescribeExecution",
  input: { executionArn: "{execution}" },
  gives,
  within: 10_000,
});

/** What a machine makes of an input. */
function makes(name: string, states: Readonly<Record<string, Fields>>, input: unknown, output: unknown): Case {
  const gives = { status: "SUCCEEDED", output: is.json(output) };
  return { name, before: [create(states), start(input)], ...described(gives), after: [drop] };
}

/** How a machine fails. */
function failing(name: string, states: Readonly<Record<string, Fields>>, gives: Fields): Case {
  return { name, before: [create(states), start()], ...described({ status: "FAILED", ...gives }), after: [drop] };
}

/** A definition that AWS does not take. */
function invalid(name: string, definition: string, message: RegExp): Case {
  const fails = { name: "InvalidDefinition", message };
  return { name, call: "CreateStateMachine", input: { name: "{case}", roleArn, definition }, fails };
}

const wait = { W: { Type: "Wait", Seconds: 60, End: true } };
const stop: Step = { call: "StopExecution", input: { executionArn: "{execution}" } };
const express = { type: "EXPRESS" };

/** A task that waits for its token, and the token. */
const waiting: readonly Step[] = [
  { service: "sqs", call: "CreateQueue", input: { QueueName: "{case}" }, keep: { queue: "QueueUrl" } },
  create({
    T: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: "{% $states.input.queue %}", MessageBody: "{% $states.context.Task.Token %}" },
      End: true,
    },
  }),
  start({ queue: "{queue}" }),
  {
    service: "sqs",
    call: "ReceiveMessage",
    input: { QueueUrl: "{queue}", WaitTimeSeconds: 5 },
    gives: { Messages: [{ Body: is.text }] },
    keep: { token: "Messages.0.Body" },
  },
];
const answer: Step = { call: "SendTaskSuccess", input: { taskToken: "{token}", output: '{"paid":true}' } };
const dropQueue: Step = { service: "sqs", call: "DeleteQueue", input: { QueueUrl: "{queue}" } };

const machines: readonly Case[] = [
  {
    name: "A machine describes itself",
    before: [
      { ...create({ P: pass }), gives: { stateMachineArn: is.match(/:stateMachine:c\w+$/), creationDate: is.date } },
    ],
    call: "DescribeStateMachine",
    input: { stateMachineArn: "{arn}" },
    gives: {
      name: "{case}",
      status: "ACTIVE",
      type: "STANDARD",
      definition: jsonata({ P: pass }),
      roleArn,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    },
    after: [drop],
  },
  {
    name: "A machine is made again as it is",
    before: [create({ P: pass })],
    ...create({ P: pass }),
    gives: { stateMachineArn: "{arn}" },
    after: [drop],
  },
  {
    name: "A machine is there already, and is another",
    before: [create({ P: pass })],
    ...create({ S: { Type: "Succeed" } }),
    fails: { name: "StateMachineAlreadyExists", message: /^State Machine Already Exists: 'arn:/ },
    after: [drop],
  },
  {
    name: "A machine that is none is described",
    call: "DescribeStateMachine",
    input: { stateMachineArn: "arn:aws:states:eu-west-1:{account}:stateMachine:none-{case}" },
    fails: { name: "StateMachineDoesNotExist", message: /^State Machine Does Not Exist: 'arn:/ },
  },
  {
    name: "A machine that is none is deleted",
    call: "DeleteStateMachine",
    input: { stateMachineArn: "arn:aws:states:eu-west-1:{account}:stateMachine:none-{case}" },
    gives: {},
  },
  {
    name: "An ARN that is none",
    call: "DescribeStateMachine",
    input: { stateMachineArn: "none" },
    fails: { name: "InvalidArn", message: /^Invalid Arn: 'Invalid ARN prefix: none'$/ },
  },
  { name: "A name with a space", ...create({ P: pass }, { name: "a b" }), fails: "InvalidName" },
  invalid("No states", '{"StartAt":"A"}', /SCHEMA_VALIDATION_FAILED: These fields are required: \[States\] at \//),
  invalid("No JSON", "not", /INVALID_JSON_DESCRIPTION/),
  invalid(
    "A target that is none",
    jsonata({ A: { Type: "Pass", Next: "B" } }),
    /MISSING_TRANSITION_TARGET: Missing 'Next'/,
  ),
  {
    name: "Express waits for no token",
    ...create(
      {
        A: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          Arguments: { QueueUrl: "q" },
          End: true,
        },
      },
      express,
    ),
    fails: { name: "InvalidDefinition", message: /does not support '.waitForTaskToken' service integration/ },
  },
  {
    name: "A definition is validated",
    call: "ValidateStateMachineDefinition",
    input: { definition: "{}" },
    gives: { result: "FAIL", diagnostics: [{ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED" }] },
  },
  {
    name: "A machine is updated",
    before: [
      create({ P: pass }),
      {
        call: "UpdateStateMachine",
        input: { stateMachineArn: "{arn}", definition: jsonata({ S: { Type: "Succeed" } }) },
        gives: { updateDate: is.date, revisionId: is.text },
        keep: { revision: "revisionId" },
      },
    ],
    call: "DescribeStateMachine",
    input: { stateMachineArn: "{arn}" },
    gives: { definition: jsonata({ S: { Type: "Succeed" } }), revisionId: "{revision}", roleArn },
    after: [drop],
  },
  {
    name: "Nothing is updated",
    before: [create({ P: pass })],
    call: "UpdateStateMachine",
    input: { stateMachineArn: "{arn}" },
    fails: "MissingRequiredParameter",
    after: [drop],
  },
  {
    name: "A machine has tags",
    before: [
      create({ P: pass }, { tags: [{ key: "cell", value: "eu" }] }),
      { call: "TagResource", input: { resourceArn: "{arn}", tags: [{ key: "a", value: "b" }] } },
      { call: "UntagResource", input: { resourceArn: "{arn}", tagKeys: ["cell"] } },
    ],
    call: "ListTagsForResource",
    input: { resourceArn: "{arn}" },
    gives: { tags: [{ key: "a", value: "b" }] },
    after: [drop],
  },
];

const language: readonly Case[] = [
  makes("An output is computed", { P: { ...pass, Output: { b: "{% $states.input.a + 1 %}" } } }, { a: 1 }, { b: 2 }),
  makes(
    "A choice takes the first condition that holds",
    {
      C: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.n > 10 %}", Next: "Big" },
          { Condition: "{% $states.input.n > 5 %}", Next: "Middle", Output: "{% $states.input.n * 10 %}" },
        ],
        Default: "Small",
      },
      Big: { Type: "Succeed", Output: "big" },
      Middle: { Type: "Succeed" },
      Small: { Type: "Succeed", Output: "small" },
    },
    { n: 7 },
    70,
  ),
  makes(
    "A variable is read by later states",
    {
      A: { Type: "Pass", Assign: { n: 1 }, Next: "B" },
      B: { Type: "Pass", Assign: { n: "{% $n + 1 %}", m: "{% $n %}" }, Next: "C" },
      C: { ...pass, Output: "{% [$n, $m] %}" },
    },
    {},
    [2, 1],
  ),
  makes(
    "A map goes through its items",
    {
      M: {
        Type: "Map",
        Items: "{% $states.input.items %}",
        ItemSelector: { i: "{% $states.context.Map.Item.Index %}", v: "{% $states.context.Map.Item.Value %}" },
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "P",
          States: { P: { ...pass, Output: "{% $states.input.v & $string($states.input.i) %}" } },
        },
        End: true,
      },
    },
    { items: ["a", "b"] },
    ["a0", "b1"],
  ),
  makes(
    "Branches run side by side",
    {
      P: {
        Type: "Parallel",
        Branches: [
          { StartAt: "A", States: { A: { ...pass, Output: "{% $states.input.n + 1 %}" } } },
          { StartAt: "B", States: { B: { ...pass, Output: "{% $states.input.n + 2 %}" } } },
        ],
        End: true,
      },
    },
    { n: 1 },
    [2, 3],
  ),
  makes(
    "AWS's own functions",
    { P: { ...pass, Output: "{% { 'p': $partition([1,2,3], 2), 'r': $range(0, 4, 2), 'j': $parse('{\"a\":1}') } %}" } },
    {},
    { p: [[1, 2], [3]], r: [0, 2, 4], j: { a: 1 } },
  ),
  makes(
    "A failed task is caught by AWS's name of its error",
    {
      T: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:getItem",
        Arguments: { TableName: "none-of-these", Key: { pk: { S: "a" } } },
        Catch: [
          { ErrorEquals: ["DynamoDB.ResourceNotFoundException"], Next: "S", Output: "{% $states.errorOutput.Error %}" },
        ],
        End: true,
      },
      S: { Type: "Succeed" },
    },
    {},
    "DynamoDB.ResourceNotFoundException",
  ),
  failing(
    "A fail tells its words",
    { F: { Type: "Fail", Error: "E", Cause: "{% 'be' & 'cause' %}" } },
    { error: "E", cause: "because" },
  ),
  failing(
    "Nothing for an output",
    { P: { ...pass, Output: { r: "{% $nowhere %}" } } },
    {
      error: "States.QueryEvaluationError",
      cause: is.match(/specified for the field 'Output\/r' returned nothing \(undefined\)\.$/),
    },
  ),
];

const executions: readonly Case[] = [
  {
    name: "A history tells what happened",
    before: [create({ P: pass }), start({ a: 1 }), described({ status: "SUCCEEDED" })],
    call: "GetExecutionHistory",
    input: { executionArn: "{execution}" },
    gives: {
      events: [
        {
          id: 1,
          previousEventId: 0,
          type: "ExecutionStarted",
          executionStartedEventDetails: { input: '{"a":1}', roleArn },
        },
        {
          id: 2,
          previousEventId: 0,
          type: "PassStateEntered",
          stateEnteredEventDetails: { name: "P", input: '{"a":1}' },
        },
        {
          id: 3,
          previousEventId: 2,
          type: "PassStateExited",
          stateExitedEventDetails: { name: "P", output: '{"a":1}' },
        },
        {
          id: 4,
          previousEventId: 3,
          type: "ExecutionSucceeded",
          executionSucceededEventDetails: { output: '{"a":1}' },
        },
      ],
    },
    after: [drop],
  },
  {
    name: "An execution is stopped",
    before: [create(wait), start(), { ...stop, gives: { stopDate: is.date } }],
    ...described({ status: "ABORTED", stopDate: is.date, redriveStatus: "REDRIVABLE" }),
    after: [drop],
  },
  {
    name: "A name is started again while it runs",
    before: [create(wait), start({ a: 1 }, { name: "once" })],
    ...start({ a: 1 }, { name: "once" }),
    gives: { executionArn: "{execution}" },
    after: [stop, drop],
  },
  {
    name: "A name is started with another input",
    before: [create(wait), start({ a: 1 }, { name: "once" })],
    ...start({ a: 2 }, { name: "once" }),
    fails: { name: "ExecutionAlreadyExists", message: /^Execution Already Exists: 'arn:/ },
    after: [stop, drop],
  },
  {
    name: "A name is started again after its end",
    before: [create({ P: pass }), start({}, { name: "once" }), described({ status: "SUCCEEDED" })],
    ...start({}, { name: "once" }),
    fails: "ExecutionAlreadyExists",
    after: [drop],
  },
  {
    name: "An input that is no JSON",
    before: [create({ P: pass })],
    call: "StartExecution",
    input: { stateMachineArn: "{arn}", input: "not" },
    fails: { name: "InvalidExecutionInput", message: /^Invalid State Machine Execution Input: '/ },
    after: [drop],
  },
  {
    name: "An execution that is none is described",
    call: "DescribeExecution",
    input: { executionArn: "arn:aws:states:eu-west-1:{account}:execution:none:none" },
    fails: "ExecutionDoesNotExist",
  },
  {
    name: "Executions of a status that is none",
    before: [create({ P: pass })],
    call: "ListExecutions",
    input: { stateMachineArn: "{arn}", statusFilter: "succeeded" },
    fails: "ValidationException",
    after: [drop],
  },
  {
    name: "An execution that succeeded is not redriven",
    before: [create({ P: pass }), start(), described({ status: "SUCCEEDED", redriveStatus: "NOT_REDRIVABLE" })],
    call: "RedriveExecution",
    input: { executionArn: "{execution}" },
    fails: "ExecutionNotRedrivable",
    after: [drop],
  },
  {
    name: "A failed execution is redriven",
    before: [
      create({ W: { Type: "Wait", Seconds: "{% $states.context.Execution.RedriveCount = 0 ? 60 : 0 %}", End: true } }),
      start({ a: 1 }),
      stop,
      { call: "RedriveExecution", input: { executionArn: "{execution}" }, gives: { redriveDate: is.date } },
    ],
    ...described({ status: "SUCCEEDED", redriveCount: 1, output: '{"a":1}' }),
    after: [drop],
  },
  {
    name: "A task goes on with what is sent with its token",
    before: [...waiting, { call: "SendTaskHeartbeat", input: { taskToken: "{token}" } }, answer],
    ...described({ status: "SUCCEEDED", output: is.json({ paid: true }) }),
    after: [drop, dropQueue],
  },
  {
    name: "A token is good once",
    before: [...waiting, answer],
    ...answer,
    fails: { name: "TaskTimedOut", message: /^Task Timed Out: 'Provided task does not exist anymore'$/ },
    after: [drop, dropQueue],
  },
  {
    name: "A token that is none",
    call: "SendTaskSuccess",
    input: { taskToken: "none", output: "1" },
    fails: { name: "InvalidToken", message: /^Invalid Token: 'Invalid token'$/ },
  },
  {
    name: "An Express execution is answered with its output",
    before: [create({ P: { ...pass, Output: "{% $states.input.a %}" } }, express)],
    call: "StartSyncExecution",
    input: { stateMachineArn: "{arn}", input: '{"a":1}', name: "n" },
    gives: {
      executionArn: is.match(/:express:c\w+:n:.+$/),
      status: "SUCCEEDED",
      output: "1",
      billingDetails: { billedDurationInMilliseconds: is.number, billedMemoryUsedInMB: 64 },
    },
    after: [drop],
  },
  {
    name: "An Express execution is answered with its failure",
    before: [create({ F: { Type: "Fail", Error: "E", Cause: "C" } }, express)],
    call: "StartSyncExecution",
    input: { stateMachineArn: "{arn}" },
    gives: { status: "FAILED", error: "E", cause: "C" },
    after: [drop],
  },
  {
    name: "A Standard execution is not answered",
    before: [create({ P: pass })],
    call: "StartSyncExecution",
    input: { stateMachineArn: "{arn}" },
    fails: "StateMachineTypeNotSupported",
    after: [drop],
  },
  {
    name: "An Express execution has nothing to show",
    before: [create({ P: pass }, express), start()],
    call: "DescribeExecution",
    input: { executionArn: "{execution}" },
    fails: { name: "InvalidArn", message: /^Invalid Arn: 'Resource type not valid in this context: express'$/ },
    after: [drop],
  },
];

const setUp: readonly Step[] = [{ service: "sts", call: "GetCallerIdentity", input: {}, keep: { account: "Account" } }];

/**
 * Step Functions under JSONata. Needs a role named "conformance" that trusts states.amazonaws.com and may send
 * messages and read tables. Wordings: executions on AWS that LocalStack's tests recorded.
 */
export const statesSuites: readonly Suite[] = [
  { service: "states", topic: "machines", setUp, cases: machines },
  { service: "states", topic: "language", setUp, cases: language },
  { service: "states", topic: "executions", setUp, cases: executions },
];
