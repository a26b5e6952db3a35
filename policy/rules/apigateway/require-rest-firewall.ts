import { rule, type Resource } from "../../core/rule.ts";
import { NotKnown } from "../../core/reader.ts";
import { isPrivate, restApiOf } from "./endpoint.ts";

/** A firewall looks at calls before a public API does. */
export const requireRestFirewall = rule({
  name: "require-rest-firewall",
  description: "Stages of public REST APIs stand behind a web ACL.",
  types: ["aws:apigateway/stage:Stage"],
  property: "wafv2.WebAclAssociation.resourceArn",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Floods and known attacks reach the backend where no firewall stands before it.",
  remediation: "Add an aws.wafv2.WebAclAssociation whose `resourceArn` is the stage's ARN.",
  controls: { "pci-dss-4.0.1": ["6.4.1", "6.4.2"], soc2: ["CC6.6"], psd2: ["RTS 2"], "aws-fsbp": ["APIGateway.4"] },
  judge: ({ resource, read, stack }) => {
    const api = restApiOf(resource, stack);
    // Of a stage whose API is made elsewhere nobody can tell what stands before it.
    if (api === undefined || isPrivate(api)) return undefined;
    if (stack.referringTo(resource, "resourceArn", ...ASSOCIATIONS).length > 0) return undefined;
    const ending = `/stages/${read.text("stageName") ?? ""}`;
    if (stack.ofType(...ASSOCIATIONS).some((one) => endsSo(one, ending))) return undefined;
    return "No firewall stands before the stage.";
  },
});

/** A firewall of the first version is one too: that it is old is another rule's. */
const ASSOCIATIONS = [
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafregional/webAclAssociation:WebAclAssociation",
] as const;

/** Stages are written as ARNs put together from parts; what is not known was asked by its connections before. */
function endsSo({ read }: Resource, ending: string): boolean {
  try {
    return read.text("resourceArn")?.endsWith(ending) === true;
  } catch (thrown) {
    if (thrown instanceof NotKnown) return false;
    throw thrown;
  }
}
