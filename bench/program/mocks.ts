import type { Properties } from "../../local/core/resource.ts";

const ACCOUNT = "111122223333";

/** What the program needs to know of a resource beyond its inputs: the least that lets every stack be evaluated. */
export function mockedState(type: string, name: string, inputs: Properties): Properties {
  const state = { name, ...inputs, arn: `arn:aws:mock:eu-west-1:${ACCOUNT}:${name}` };
  switch (type) {
    case "awsx:ec2:Vpc":
      return { ...state, vpcId: `${name}-vpc`, isolatedSubnetIds: zones(name), privateSubnetIds: zones(`${name}-nat`) };
    case "aws:acm/certificate:Certificate":
      return { ...state, domainValidationOptions: [validation(name)] };
    case "aws:apigateway/domainName:DomainName":
      return { ...state, regionalDomainName: `${name}.execute-api`, regionalZoneId: "ZAPI" };
    case "aws:apigateway/restApi:RestApi":
      return { ...state, rootResourceId: `${name}-root`, executionArn: `${state.arn}-execution` };
    case "aws:dynamodb/table:Table":
      return { ...state, streamArn: `${state.arn}-stream` };
    case "aws:route53/record:Record":
      return { ...state, fqdn: inputs["name"] };
    default:
      return state;
  }
}

function zones(name: string): readonly string[] {
  return ["a", "b", "c"].map((zone) => `${name}-${zone}`);
}

function validation(name: string): Properties {
  return {
    domainName: `${name}.example.com`,
    resourceRecordName: `_proof.${name}.example.com`,
    resourceRecordType: "CNAME",
    resourceRecordValue: "_answer.acm-validations.aws",
  };
}
