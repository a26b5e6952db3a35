import { rule } from "../../core/rule.ts";
import { cellOf, differences } from "../cells.ts";

/** What makes a cell: types whose difference between two cells would be one of behaviour. */
const TYPES = [
  "aws:lambda/function:Function",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:sqs/queue:Queue",
  "aws:dynamodb/table:Table",
  "aws:scheduler/schedule:Schedule",
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/method:Method",
  "aws:apigateway/methodSettings:MethodSettings",
  "aws:wafv2/webAcl:WebAcl",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cognito/userPool:UserPool",
  "aws:kms/key:Key",
  "aws:ec2/securityGroup:SecurityGroup",
];

/** Each cell can stand in for the other, since the other is the same. */
export const requireIdenticalCells = rule({
  name: "require-identical-cells",
  description:
    "The cells of a stage have the same resources with the same properties, but for names, regions and residency.",
  types: TYPES,
  property: "stack.cells",
  severity: "medium",
  level: "mandatory",
  scope: "project",
  reason: "A cell that differs from its peer fails in its own way on the day on which it has to stand in for it.",
  remediation: "Make the resource in the component that all cells share, or name it in this rule's `mayDiffer`.",
  controls: { soc2: ["CC8.1", "A1.2"], "pci-dss-4.0.1": ["2.2.1"] },
  settings: {
    shared: {
      type: "string",
      description: "The `cell` tag of what a stage has once for all cells.",
      default: "global",
    },
    mayDiffer: {
      type: "array",
      items: { type: "string" },
      description:
        'What the first cell of a stage has otherwise: "Type name" or "Type name.property", with {cell} for its name.',
      // The cell that founds the ledger makes the table and its keys; the others join with replicas of them.
      default: ["Key {cell}-request-hash", "Key {cell}-webhooks-key", "Key {cell}-ledger-key", "Table {cell}-ledger"],
    },
  },
  judge({ resource, read, project, settings: { shared, mayDiffer } }) {
    // A resource of which nothing is known is no resource that can be compared.
    read.map("tags");
    const all = project.stacks.map(({ stack }) => ({ stack, cell: cellOf(stack, TYPES) }));
    const own = all.find(({ stack }) => stack.resources.includes(resource))?.cell;
    if (own === undefined || own.name === shared) return undefined;
    const key = own.keyOf(resource);
    const place = key.split(":").at(-1) ?? key;
    if (mayDiffer.includes(place)) return undefined;
    const peers = all.flatMap(({ cell }) => {
      const isPeer = cell !== undefined && cell !== own && cell.name !== shared && cell.stage === own.stage;
      return isPeer ? [cell] : [];
    });
    return peers.flatMap((peer) => {
      const other = peer.resources.get(key);
      if (other === undefined) return [`Cell ${peer.name} has no such resource.`];
      const different = differences(own, resource, peer, other).filter(
        (name) => !mayDiffer.includes(`${place}.${name}`),
      );
      return different.map((name) => `Cell ${peer.name} has another \`${name}\`.`);
    });
  },
});
