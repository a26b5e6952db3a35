import { NotKnown } from "../../core/reader.ts";
import { rule } from "../../core/rule.ts";
import type { Reader } from "../../core/reader.ts";

/** Where personal data is kept is a promise to whom it is about. */
export const requireResidencyRegion = rule({
  name: "require-residency-region",
  description: "Every store of personal data says its residency, and is in a region of it.",
  types: [
    "aws:dynamodb/table:Table",
    "aws:cognito/userPool:UserPool",
    "aws:s3/bucket:Bucket",
    "aws:sqs/queue:Queue",
    "aws:cloudwatch/logGroup:LogGroup",
  ],
  property: "tags.residency",
  severity: "high",
  level: "mandatory",
  reason: "Personal data in a region outside its residency is a transfer to a third country that nobody decided on.",
  remediation: "Put the resource into a region of its residency, and set `tags.residency` to that residency.",
  controls: { gdpr: ["44", "5.1.f", "25.1"], soc2: ["C1.1", "P4.2"] },
  settings: {
    regions: {
      type: "array",
      items: { type: "string" },
      description: 'How the regions of each residency begin, as "EU=eu-".',
      default: ["EU=eu-", "US=us-"],
    },
    personal: {
      type: "array",
      items: { type: "string" },
      description: "How the names of stores end that hold personal data whatever their tags say.",
      default: ["-vault", "-views"],
    },
  },
  judge({ resource, read, settings: { regions, personal } }) {
    const residency = read.map("tags").get("residency");
    if (residency === undefined) {
      const name = read.text("name") ?? resource.name;
      const holds = resource.type === "aws:cognito/userPool:UserPool" || personal.some((end) => name.endsWith(end));
      return holds ? "The store of personal data does not say its residency." : undefined;
    }
    const starts = regions.filter((one) => one.startsWith(`${residency}=`)).map((one) => one.split("=")[1] ?? "");
    if (starts.length === 0) return `No region is of the residency ${residency}.`;
    const outside = regionsOf(read).find((region) => starts.every((start) => !region.startsWith(start)));
    return outside === undefined ? undefined : `The store has the residency ${residency} and is in ${outside}.`;
  },
});

/** The provider writes the region into every resource; one that does not say it cannot be judged. */
function regionsOf(read: Reader): readonly string[] {
  const region = read.text("region");
  if (region === undefined) throw new NotKnown("region");
  return [region];
}
