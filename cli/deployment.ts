import { fileURLToPath } from "node:url";
import { parseConfig } from "../infra/config.ts";
import { arns } from "../infra/plan/arns.ts";
import { cellNames, globalNames, stageNames, type FunctionName } from "../infra/plan/names.ts";
import { readStackConfig } from "../local/pulumi/config.ts";
import { readProject } from "../local/pulumi/project.ts";

/** The stage that the local cloud stands for. */
const LOCAL_STAGE = "prod";

/** The directory of Pulumi.yaml. */
export const projectDirectory = fileURLToPath(new URL("..", import.meta.url));

/** A cell and where it is. */
export interface CellPlace {
  readonly name: string;
  readonly region: string;
  /** The cells that may stand in for it, the first choice first. */
  readonly standIns: readonly string[];
}

/** What is deployed under which names: the plan's, as far as the CLI needs them. */
export interface Deployment {
  /** The name of the Pulumi project. */
  readonly project: string;
  readonly stage: string;
  readonly cells: readonly [CellPlace, ...CellPlace[]];
  /** The regions that have a replica of the authority table. */
  readonly authorityRegions: readonly [string, string];
  /** The public zone that holds all host names. */
  readonly zone: { readonly id: string; readonly name: string };
  readonly stacks: readonly string[];
  /** The one of these that has the edge and the authority table. */
  readonly globalStack: string;
  readonly ledgerTable: string;
  readonly authorityTable: string;
  /** With which the names of all that belongs to a cell begin, and of all that a stage has once. */
  prefix(cell: string): string;
  readonly globalPrefix: string;
  functionName(cell: string, name: FunctionName): string;
  controlTable(cell: string): string;
  viewsTable(cell: string): string;
  vaultTable(cell: string): string;
  /** Alias of the key that seals the data keys of people. */
  vaultKey(cell: string): string;
  archiveBucket(cell: string): string;
  journalStream(cell: string): string;
  countersignKey(cell: string): string;
  bankSecret(cell: string): string;
  /** ARN of the state machine of a cell's payouts. */
  payoutsMachine(cell: string): string;
  userPool(cell: string): string;
  tokenPath(cell: string): string;
}

/** Reads the cell registry as the program does. Throws an error that names file and key. */
export function readDeployment(directory = projectDirectory, stageName = LOCAL_STAGE): Deployment {
  const globalStack = `${stageName}-global`;
  const project = readProject(directory);
  const { config } = readStackConfig(project, globalStack);
  const { stage } = parseConfig(globalStack, (key) => config[key]);
  const [first, ...others] = stage.cells.map(({ name, region, standIns }) => ({ name, region, standIns }));
  if (first === undefined) throw new Error(`Pulumi.yaml lists no cell of the stage ${stageName}.`);
  const { ledgerTable, authorityTable } = stageNames(stageName);
  return {
    project: project.name,
    stage: stageName,
    cells: [first, ...others],
    authorityRegions: stage.authority.replicas,
    zone: { id: stage.zoneId, name: stage.domain },
    stacks: [...[first, ...others].map(({ name }) => cellNames(stage, name).prefix), globalStack],
    globalStack,
    ledgerTable,
    authorityTable,
    prefix: (cell) => cellNames(stage, cell).prefix,
    globalPrefix: globalNames(stage).prefix,
    functionName: (cell, name) => cellNames(stage, cell).function(name),
    controlTable: (cell) => cellNames(stage, cell).controlTable,
    viewsTable: (cell) => cellNames(stage, cell).viewsTable,
    vaultTable: (cell) => cellNames(stage, cell).vaultTable,
    vaultKey: (cell) => cellNames(stage, cell).keyAlias("vault"),
    archiveBucket: (cell) => cellNames(stage, cell).archiveBucket,
    journalStream: (cell) => cellNames(stage, cell).journalStream,
    countersignKey: (cell) => cellNames(stage, cell).countersignKeyAlias,
    bankSecret: (cell) => cellNames(stage, cell).bankSecret,
    payoutsMachine: (cell) => {
      const region = stage.cells.find(({ name }) => name === cell)?.region ?? "";
      return arns(stage.account, region).stateMachine(cellNames(stage, cell).payoutsMachine);
    },
    userPool: (cell) => cellNames(stage, cell).userPool,
    tokenPath: (cell) => `/_aws/cognito/${cellNames(stage, cell).userPoolDomain}/oauth2/token`,
  };
}
