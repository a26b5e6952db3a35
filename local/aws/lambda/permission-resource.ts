import { AwsError } from "../../core/errors.ts";
import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { all, arn, lengthBetween, matching } from "../rules.ts";
import type { FunctionDirectory, InvokePermission, LambdaFunction } from "./function-directory.ts";
import { functionReference, qualifier } from "./function-inputs.ts";
import { requirePrincipal } from "./permissions.ts";

const statementForm = all(
  matching(/^[\w-]+$/, "must contain alphanumeric, underscores or dashes only"),
  lengthBetween(1, 100),
);

/** `aws:lambda/permission:Permission`: one statement of a function's policy. */
export function permissionModel(directory: FunctionDirectory): ResourceModel {
  const find = ({ id, inputs, outputs, region }: Existing) => {
    // An import names the function too: "name/statement".
    const [reference = "", statementId = ""] = id.includes("/") ? id.split("/") : [given(inputs, outputs), id];
    const fn = directory.lookup(reference, region)?.fn;
    const permission = fn?.permissions.find((one) => one.statementId === statementId);
    return fn === undefined || permission === undefined ? undefined : { fn, permission };
  };
  return defineResource({
    type: "aws:lambda/permission:Permission",
    inputs: {
      action: {
        required: true,
        replaces: true,
        ...matching(/^(lambda:[*]|lambda:[A-Za-z]+|[*])$/, "must be a valid action (usually starts with lambda:)"),
      },
      function: { required: true, replaces: true, ...functionReference },
      principal: { required: true, replaces: true },
      qualifier: { replaces: true, ...qualifier },
      sourceAccount: {
        replaces: true,
        ...matching(/^\d{12}$/, "must be an AWS account ID of twelve digits"),
      },
      sourceArn: { replaces: true, ...arn },
      statementId: { replaces: true, computed: true, autoName: { lengthMax: 100 }, ...statementForm },
      statementIdPrefix: { replaces: true, ...statementForm },
    },
    create(inputs, { region }) {
      const target = directory.find(inputs.requiredText("function"), region);
      const permission: InvokePermission = {
        statementId: inputs.requiredText("statementId"),
        action: inputs.requiredText("action"),
        principal: inputs.requiredText("principal"),
        qualifier: inputs.text("qualifier") ?? target.qualifier,
        sourceArn: inputs.text("sourceArn"),
        sourceAccount: inputs.text("sourceAccount"),
      };
      addPermission(target.fn, permission);
      return { id: permission.statementId, outputs: { statementId: permission.statementId } };
    },
    read(existing) {
      const found = find(existing);
      if (found === undefined) return undefined;
      const { action, principal, statementId, sourceArn, sourceAccount } = found.permission;
      const reference = given(existing.inputs, existing.outputs);
      return {
        function: reference === "" ? found.fn.config.name : reference,
        action,
        principal,
        statementId,
        sourceArn,
        sourceAccount,
        ...(reference === "" && { qualifier: found.permission.qualifier }),
      };
    },
    delete(existing) {
      const found = find(existing);
      if (found !== undefined) removePermission(found.fn, found.permission.statementId);
    },
  });
}

/** AddPermission. Throws `ResourceConflictException` for a statement id that is taken. */
export function addPermission(fn: LambdaFunction, permission: InvokePermission): void {
  const { statementId } = permission;
  if (fn.permissions.some((one) => one.statementId === statementId)) {
    const message =
      `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the ` +
      "existing statement.";
    throw new AwsError("ResourceConflictException", message, 409, { Type: "User" });
  }
  requirePrincipal(fn.config.arn, permission);
  fn.permissions.push(permission);
}

/** RemovePermission. Throws `ResourceNotFoundException`. */
export function removePermission(fn: LambdaFunction, statementId: string): void {
  const at = fn.permissions.findIndex((one) => one.statementId === statementId);
  if (at < 0) {
    const message = `Statement ${statementId} is not found in resource policy.`;
    throw new AwsError("ResourceNotFoundException", message, 404, { Type: "User" });
  }
  fn.permissions.splice(at, 1);
}

function given(inputs: Properties, outputs: Properties): string {
  const reference = inputs["function"] ?? outputs["function"];
  return typeof reference === "string" ? reference : "";
}
