import { isWholeService, matches } from "./actions.ts";
import type { Statement } from "./document.ts";
import { isAllOfKind } from "./resources.ts";

/** A service that runs what its caller gives it, with a role that its caller chooses. */
interface Runner {
  readonly service: string;
  /** Any one action of each list, together, runs something. */
  readonly needs: readonly (readonly string[])[];
}

const RUNNERS: readonly Runner[] = [
  {
    service: "lambda.amazonaws.com",
    needs: [
      ["lambda:CreateFunction"],
      [
        "lambda:InvokeFunction",
        "lambda:CreateEventSourceMapping",
        "lambda:AddPermission",
        "lambda:CreateFunctionUrlConfig",
      ],
    ],
  },
  { service: "ec2.amazonaws.com", needs: [["ec2:RunInstances", "ec2:RequestSpotInstances", "ec2:CreateFleet"]] },
  {
    service: "cloudformation.amazonaws.com",
    needs: [["cloudformation:CreateStack", "cloudformation:CreateChangeSet"]],
  },
  { service: "glue.amazonaws.com", needs: [["glue:CreateDevEndpoint", "glue:CreateJob", "glue:CreateSession"]] },
  {
    service: "datapipeline.amazonaws.com",
    needs: [["datapipeline:CreatePipeline"], ["datapipeline:PutPipelineDefinition"]],
  },
  {
    service: "sagemaker.amazonaws.com",
    needs: [["sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"]],
  },
  { service: "codestar.amazonaws.com", needs: [["codestar:CreateProject"]] },
  {
    service: "codebuild.amazonaws.com",
    needs: [["codebuild:CreateProject"], ["codebuild:StartBuild", "codebuild:StartBuildBatch"]],
  },
  {
    service: "ecs-tasks.amazonaws.com",
    needs: [["ecs:RegisterTaskDefinition"], ["ecs:RunTask", "ecs:StartTask", "ecs:CreateService"]],
  },
  { service: "states.amazonaws.com", needs: [["states:CreateStateMachine"], ["states:StartExecution"]] },
  { service: "batch.amazonaws.com", needs: [["batch:RegisterJobDefinition"], ["batch:SubmitJob"]] },
  { service: "elasticmapreduce.amazonaws.com", needs: [["elasticmapreduce:RunJobFlow"]] },
  { service: "apprunner.amazonaws.com", needs: [["apprunner:CreateService"]] },
];

/** A way to become any role: the service to which any role is handed, and the actions that run something there. */
export interface Escalation {
  readonly service: string;
  readonly actions: readonly string[];
}

/**
 * The ways that these statements together give to become any role by a service. Known since R. Gietzen, "AWS IAM
 * Privilege Escalation" (Rhino Security Labs). Passing any role to any service is not among them: that is a fault of
 * its own statement.
 */
export function escalationsOf(statements: readonly Statement[]): readonly Escalation[] {
  const services = statements.flatMap(servicesThatGetAnyRole);
  if (services.length === 0) return [];
  return RUNNERS.flatMap(({ service, needs }) => {
    if (!services.some((pattern) => matches(pattern, service))) return [];
    const found = needs.map((either) => either.find((action) => statements.some((one) => allows(one, action))));
    const actions = found.filter((action) => action !== undefined);
    return actions.length === needs.length ? [{ service, actions }] : [];
  });
}

/** Whether these statements let any role be handed to a named service. */
export function handsOnAnyRole(statements: readonly Statement[]): boolean {
  return statements.some((one) => servicesThatGetAnyRole(one).length > 0);
}

function servicesThatGetAnyRole(statement: Statement): readonly string[] {
  if (!allows(statement, "iam:PassRole") || !statement.resources.some(isAllOfKind)) return [];
  return statement.conditions.flatMap(({ key, values }) => (key === "iam:passedtoservice" ? values : []));
}

function allows({ effect, actions }: Statement, action: string): boolean {
  return effect === "Allow" && actions.some((pattern) => !isWholeService(pattern) && matches(pattern, action));
}
