import { AwsError } from "../../core/errors.ts";
import { uuid } from "../uuid.ts";
import { aliasExists, putAlias } from "./alias-resource.ts";
import type { LambdaFunction } from "./function-directory.ts";
import { notFound } from "./function-directory.ts";
import { page, target, type LambdaHandler, type LambdaOperation, type Output } from "./operation.ts";
import { addPermission, removePermission } from "./permission-resource.ts";
import { functionPolicy } from "./permissions.ts";

/** Lambda's operations on a function's aliases and its policy. */
export const accessOperations: Readonly<Record<string, LambdaHandler>> = {
  CreateAlias(operation) {
    const { fn } = target(operation);
    const name = operation.input.requiredText("Name");
    if (fn.aliases.has(name)) throw aliasExists(fn, name);
    putAlias(fn, name, operation.input.requiredText("FunctionVersion"), operation.input.text("Description") ?? "");
    return describeAlias(fn, name);
  },
  UpdateAlias(operation) {
    const { input } = operation;
    const { fn, name } = targetAlias(operation);
    const before = fn.aliases.get(name);
    const version = input.text("FunctionVersion") ?? before?.version ?? "$LATEST";
    putAlias(fn, name, version, input.text("Description") ?? before?.description ?? "");
    return describeAlias(fn, name);
  },
  GetAlias(operation) {
    const { fn, name } = targetAlias(operation);
    return describeAlias(fn, name);
  },
  DeleteAlias(operation) {
    const { fn } = target(operation);
    fn.aliases.delete(operation.input.requiredText("Name"));
    return {};
  },
  ListAliases(operation) {
    const { fn } = target(operation);
    const version = operation.input.text("FunctionVersion");
    const names = [...fn.aliases].filter(([, alias]) => version === undefined || alias.version === version);
    return page(
      operation.input,
      "Aliases",
      names.map(([name]) => describeAlias(fn, name)),
    );
  },
  AddPermission(operation) {
    const { input } = operation;
    const { fn, qualifier } = target(operation);
    for (const name of ["EventSourceToken", "FunctionUrlAuthType", "PrincipalOrgID"]) {
      if (input.text(name) !== undefined) {
        throw new AwsError("NotImplemented", `The local cloud does not model ${name} of lambda:AddPermission.`, 501);
      }
    }
    const statementId = input.requiredText("StatementId");
    addPermission(fn, {
      statementId,
      action: input.requiredText("Action"),
      principal: input.requiredText("Principal"),
      qualifier,
      sourceArn: input.text("SourceArn"),
      sourceAccount: input.text("SourceAccount"),
    });
    const statements = statementsOf(fn);
    return { Statement: JSON.stringify(statements.find(({ Sid }) => Sid === statementId)) };
  },
  RemovePermission(operation) {
    removePermission(target(operation).fn, operation.input.requiredText("StatementId"));
    return {};
  },
  GetPolicy(operation) {
    const { fn, qualifier } = target(operation);
    const arn = qualifier === undefined ? fn.config.arn : `${fn.config.arn}:${qualifier}`;
    const Statement = statementsOf(fn).filter(({ Resource }) => Resource === arn);
    if (Statement.length === 0) {
      const message = "The resource you requested does not exist.";
      throw new AwsError("ResourceNotFoundException", message, 404, { Type: "User" });
    }
    return {
      Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }),
      RevisionId: uuid(operation.kernel),
    };
  },
};

function statementsOf(fn: LambdaFunction): readonly Output[] {
  const { text } = functionPolicy(fn);
  if (text === undefined) return [];
  // The text is the model's own, a policy with a list of statements.
  const { Statement } = JSON.parse(text) as { readonly Statement: readonly Output[] };
  return Statement;
}

function targetAlias(operation: LambdaOperation): { readonly fn: LambdaFunction; readonly name: string } {
  const { fn } = target(operation);
  const name = operation.input.requiredText("Name");
  if (fn.aliases.has(name)) return { fn, name };
  const { message } = notFound(`${fn.config.arn}:${name}`);
  throw new AwsError("ResourceNotFoundException", message.replace("Function not found", "Cannot find alias arn"), 404);
}

function describeAlias(fn: LambdaFunction, name: string): Output {
  const { version, description } = fn.aliases.get(name) ?? {};
  return { AliasArn: `${fn.config.arn}:${name}`, Name: name, FunctionVersion: version, Description: description };
}
