import { notImplemented } from "../../core/errors.ts";
import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { covers } from "../certificate.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { arn } from "../rules.ts";
import { apiOf, badRequest, conflict, newId, notFound } from "./state.ts";
import type { ApiGatewayState, BasePathMapping, StoredDomain } from "./state.ts";

/** Names of one's own, and the stages that they lead to. */
export function createDomainResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [domainNameModel(state), basePathMappingModel(state)];
}

const domainInputs: Readonly<Record<string, InputRule>> = {
  domainName: { required: true, replaces: true },
  certificateArn: arn,
  endpointAccessMode: { computed: true },
  endpointConfiguration: { computed: true },
  ownershipVerificationCertificateArn: { computed: true, ...arn },
  regionalCertificateArn: arn,
  securityPolicy: { computed: true },
};

function domainNameModel(state: ApiGatewayState): ResourceModel {
  const { kernel, domains } = state;
  const find = ({ id, region }: Existing): StoredDomain | undefined => {
    const stored = domains.get(id);
    return stored?.region === region ? stored : undefined;
  };
  return defineResource({
    type: "aws:apigateway/domainName:DomainName",
    inputs: domainInputs,
    check: ({ certificateArn, regionalCertificateArn }): readonly CheckFailure[] =>
      certificateArn === undefined || regionalCertificateArn === undefined
        ? []
        : [{ property: "certificateArn", reason: `"certificate_arn": conflicts with regional_certificate_arn` }],
    create(inputs, { region, accountId }) {
      const name = inputs.requiredText("domainName");
      requireCertificate(state, inputs, region);
      if (domains.has(name)) throw badRequest("The domain name you provided already exists.");
      const stored: StoredDomain = {
        name,
        region,
        id: newId(kernel),
        regionalDomainName: `d-${newId(kernel)}.execute-api.${region}.amazonaws.com`,
        given: inputs.properties,
        mappings: [],
      };
      domains.set(name, stored);
      return { id: name, outputs: outputsOf(stored, accountId) };
    },
    read(existing) {
      const stored = find(existing);
      return stored === undefined ? undefined : outputsOf(stored, existing.accountId);
    },
    update(inputs, existing) {
      const stored = find(existing);
      if (stored === undefined) throw notFound("Invalid domain name identifier specified");
      requireCertificate(state, inputs, stored.region);
      stored.given = inputs.properties;
      return outputsOf(stored, existing.accountId);
    },
    // Its mappings go with it.
    delete(existing) {
      if (find(existing) !== undefined) domains.delete(existing.id);
    },
  });
}

/** A regional name has its certificate in its own region, one at the edge in us-east-1; it has to cover the name. */
function requireCertificate({ certificate }: ApiGatewayState, inputs: Reader, region: string): void {
  const types = inputs.child("endpointConfiguration")?.text("types");
  const regionalArn = inputs.text("regionalCertificateArn");
  const isRegional = types === "REGIONAL" || (types === undefined && regionalArn !== undefined);
  if (types === "PRIVATE") throw notImplemented(`${inputs.what}.endpointConfiguration.types PRIVATE`);
  const certificateArn = isRegional ? regionalArn : inputs.text("certificateArn");
  const place = isRegional ? region : "us-east-1";
  if (certificateArn === undefined) throw badRequest("A custom domain name needs a certificate for its endpoint type.");
  if (certificateArn.split(":")[3] !== place) {
    throw badRequest(`Invalid certificate ARN: ${certificateArn}. Certificate must be in '${place}'.`);
  }
  const found = certificate(certificateArn);
  const name = inputs.requiredText("domainName");
  if (found?.status !== "ISSUED" || !covers(found, name)) {
    throw badRequest(`The certificate ${certificateArn} does not exist, is not issued, or does not cover ${name}.`);
  }
}

function outputsOf({ name, region, id, regionalDomainName, given }: StoredDomain, accountId: string): Properties {
  return {
    ...givenInputs(domainInputs, given),
    domainName: name,
    arn: `arn:aws:apigateway:${region}::/domainnames/${name}`,
    domainNameId: id,
    regionalDomainName,
    regionalZoneId: `Z${accountId}LOCAL`,
    tagsAll: given["tags"] ?? {},
  };
}

function basePathMappingModel({ apis, domains }: ApiGatewayState): ResourceModel {
  const find = (existing: Existing) => {
    const [domainName = "", fromId = ""] = existing.id.split("/");
    const path = existing.outputs["basePath"] ?? existing.inputs["basePath"];
    const basePath = typeof path === "string" ? path : fromId;
    const mappings = domains.get(domainName)?.mappings;
    return { domainName, mappings, mapping: mappings?.find((one) => one.basePath === basePath) };
  };
  const parse = (inputs: Reader): BasePathMapping => {
    const api = apiOf(apis, inputs);
    const stageName = inputs.text("stageName");
    if (stageName === undefined) throw notImplemented(`${inputs.what} without a stageName`);
    if (!api.stages.has(stageName)) throw badRequest("Invalid stage identifier specified");
    return { basePath: inputs.text("basePath") ?? "", apiId: api.id, stageName };
  };
  const refuseTwins = (mappings: readonly BasePathMapping[], { basePath }: BasePathMapping, own?: BasePathMapping) => {
    if (mappings.some((one) => one !== own && one.basePath === basePath)) {
      throw conflict("Base path already exists for this domain name");
    }
  };
  return defineResource({
    type: "aws:apigateway/basePathMapping:BasePathMapping",
    inputs: {
      domainName: { required: true, replaces: true },
      restApi: { required: true },
      basePath: {},
      stageName: {},
    },
    create(inputs) {
      const mapping = parse(inputs);
      const domainName = inputs.requiredText("domainName");
      const mappings = domains.get(domainName)?.mappings;
      if (mappings === undefined) throw notFound("Invalid domain name identifier specified");
      refuseTwins(mappings, mapping);
      mappings.push(mapping);
      return { id: `${domainName}/${mapping.basePath}`, outputs: { basePath: mapping.basePath } };
    },
    read(existing) {
      const { domainName, mapping } = find(existing);
      if (mapping === undefined) return undefined;
      return { domainName, restApi: mapping.apiId, stageName: mapping.stageName, basePath: mapping.basePath };
    },
    update(inputs, existing) {
      const { mappings, mapping } = find(existing);
      if (mappings === undefined || mapping === undefined)
        throw notFound("Invalid base path mapping identifier specified");
      const changed = parse(inputs);
      refuseTwins(mappings, changed, mapping);
      Object.assign(mapping, changed);
      return { basePath: mapping.basePath };
    },
    delete(existing) {
      const { mappings, mapping } = find(existing);
      if (mappings !== undefined && mapping !== undefined) mappings.splice(mappings.indexOf(mapping), 1);
    },
  });
}
