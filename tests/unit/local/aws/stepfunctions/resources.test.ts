import { describe, expect, it } from "vitest";
import { createStepFunctions } from "../../../../../local/aws/stepfunctions/index.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId } from "../account.ts";
import { lifeOf } from "../life.ts";
import { describeLives } from "../whole-life.ts";
import { createWorld, jsonata, roleArn } from "./harness.ts";

const type = "aws:sfn/stateMachine:StateMachine";
const definition = JSON.stringify(jsonata({ A: { Type: "Pass", End: true } }));
const other = JSON.stringify(jsonata({ B: { Type: "Succeed" } }));
const logDestination = `arn:aws:logs:eu-west-1:${accountId}:log-group:sagas:*`;
const models = () =>
  createStepFunctions({
    kernel: createVirtualKernel(1),
    accountId,
    assume: (role, session) => roleCaller(role, session, accountId),
    judge: () => undefined,
    call: () => Promise.reject(new Error("no execution runs here")),
    logs: { append: () => undefined },
  }).resources;

describeLives([
  {
    type,
    stage: async () => ({ models: models(), inputs: { name: "saga", roleArn, definition } }),
    replaces: { name: "other", type: "EXPRESS" },
    updates: {
      definition: other,
      roleArn: `${roleArn}-2`,
      loggingConfiguration: { level: "ERROR", includeExecutionData: true, logDestination },
      tracingConfiguration: { enabled: true },
      tags: { cell: "eu" },
    },
    refusals: [
      [
        { roleArn: undefined },
        'roleArn: Missing required argument. The argument "roleArn" is required, but no definition was found.',
      ],
      [{ type: "FAST" }, 'type: expected it to be one of ["STANDARD" "EXPRESS"], got FAST'],
      [{ name: "a b" }, "name: invalid value (the name should only contain 0-9, A-Z, a-z, - and _), got a b"],
      [
        { definition: JSON.stringify(jsonata({ A: { Type: "Pass", Next: "B" } })) },
        "definition: Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at " +
          "/States/A/Next'",
      ],
      [
        { definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }) },
        "definition: The local cloud does not model the query language JSONPath (of the state A); see " +
          "docs/local-differences.md.",
      ],
      [
        { loggingConfiguration: { level: "ALL", logDestination: logDestination.slice(0, -2) } },
        "loggingConfiguration: logDestination: invalid value (the log group's ARN has to end with :*), got " +
          logDestination.slice(0, -2),
      ],
    ],
  },
]);

describe("a state machine", () => {
  it("is as it was after an update that AWS refuses", async () => {
    const life = lifeOf(models(), type);
    const { outputs } = await life.create({ name: "saga", roleArn, definition });
    const broken = JSON.stringify(jsonata({ A: { Type: "Pass", Next: "B" } }));
    await expect(life.update({ name: "saga", roleArn, definition: broken })).rejects.toThrow(
      "Missing 'Next' target: B",
    );
    expect(life.refresh()?.outputs).toEqual(outputs);
  });

  it("shows what a call changed", async () => {
    const world = createWorld();
    const life = lifeOf(world.states.resources, type);
    const { id } = await life.create({ name: "saga", roleArn, definition });
    await world.api("UpdateStateMachine", { stateMachineArn: id, definition: other });
    expect(life.refresh()?.inputs).toMatchObject({ definition: other });
    expect(life.plan({ name: "saga", roleArn, definition })).toEqual(["definition"]);
  });

  it("publishes no versions", async () => {
    const life = lifeOf(models(), type);
    expect(life.refusals({ roleArn, definition, publish: true })).toEqual([
      "publish: NotImplemented: The local cloud does not model versions of state machines; see " +
        "docs/local-differences.md.",
    ]);
  });

  it("keeps its key, and is refused another kind", async () => {
    const life = lifeOf(models(), type);
    const encryptionConfiguration = { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "alias/data" };
    const { outputs } = await life.create({ roleArn, definition, encryptionConfiguration });
    expect(outputs).toMatchObject({
      encryptionConfiguration: { ...encryptionConfiguration, kmsDataKeyReusePeriodSeconds: 300 },
    });
    const wrong = life.update({ roleArn, definition, encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY" } });
    await expect(wrong).rejects.toMatchObject({ code: "InvalidEncryptionConfiguration" });
  });

  it("is refused under a name that is there with other settings, and answered with the same", async () => {
    const world = createWorld();
    const input = { name: "saga", roleArn, definition };
    const made = await world.api("CreateStateMachine", input);
    expect(await world.api("CreateStateMachine", { ...input, roleArn: `${roleArn}-2` })).toEqual(made);
    await expect(world.api("CreateStateMachine", { ...input, definition: other })).rejects.toMatchObject({
      code: "StateMachineAlreadyExists",
      message: `State Machine Already Exists: 'arn:aws:states:eu-west-1:${accountId}:stateMachine:saga'`,
    });
  });

  it("describes itself, with its tags", async () => {
    const world = createWorld();
    const tags = [{ key: "cell", value: "eu" }];
    const { stateMachineArn } = await world.api("CreateStateMachine", { name: "saga", roleArn, definition, tags });
    expect(await world.api("DescribeStateMachine", { stateMachineArn })).toMatchObject({
      name: "saga",
      status: "ACTIVE",
      type: "STANDARD",
      definition,
      roleArn,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    await world.api("TagResource", { resourceArn: stateMachineArn, tags: [{ key: "a", value: "b" }] });
    await world.api("UntagResource", { resourceArn: stateMachineArn, tagKeys: ["cell"] });
    expect(await world.api("ListTagsForResource", { resourceArn: stateMachineArn })).toEqual({
      tags: [{ key: "a", value: "b" }],
    });
    await world.machine(jsonata({ A: { Type: "Succeed" } }), { name: "another" });
    const { stateMachines } = await world.api("ListStateMachines", {});
    expect(stateMachines).toMatchObject([{ name: "another" }, { name: "saga" }]);
    const nothing = world.api("UpdateStateMachine", { stateMachineArn });
    await expect(nothing).rejects.toMatchObject({ code: "MissingRequiredParameter" });
    await world.api("DeleteStateMachine", { stateMachineArn });
    await world.api("DeleteStateMachine", { stateMachineArn });
    await expect(world.api("DescribeStateMachine", { stateMachineArn })).rejects.toMatchObject({
      code: "StateMachineDoesNotExist",
    });
  });
});
