import { AwsError } from "../../core/errors.ts";
import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, readerOf } from "../inputs.ts";
import { lengthBetween, oneOf } from "../rules.ts";
import type { Origin } from "./distribution.ts";
import { inUse, newId, originUses } from "./state.ts";
import type { CloudFrontState, Kept } from "./state.ts";

/** One kind of thing that origins name, and that does nothing here. */
interface OriginPart {
  readonly type: string;
  readonly inputs: Readonly<Record<string, InputRule>>;
  readonly parts: Map<string, Kept>;
  /** "originaccesscontrol", as in ARNs. */
  readonly arnWord: string;
  newId(): string;
  /** The name of which there is only one. */
  nameOf(given: Properties): string;
  idIn(origin: Origin): string | undefined;
  readonly errors: { readonly exists: string; readonly missing: string; readonly inUse: string };
}

/** What origins of distributions name: access controls and VPC origins. */
export function originModels(state: CloudFrontState): readonly ResourceModel[] {
  const { kernel } = state;
  return [
    partModel(state, {
      type: "aws:cloudfront/originAccessControl:OriginAccessControl",
      inputs: {
        name: { autoName: { lengthMax: 64 }, ...lengthBetween(1, 64) },
        description: { default: "Managed by Pulumi", ...lengthBetween(0, 256) },
        originAccessControlOriginType: { required: true, ...oneOf("s3", "mediastore", "mediapackagev2", "lambda") },
        signingBehavior: { required: true, ...oneOf("never", "always", "no-override") },
        signingProtocol: { required: true, ...oneOf("sigv4") },
      },
      parts: state.accessControls,
      arnWord: "origin-access-control",
      newId: () => newId(kernel),
      nameOf: (given) => String(given["name"]),
      idIn: ({ accessControlId }) => accessControlId,
      errors: {
        exists: "OriginAccessControlAlreadyExists",
        missing: "NoSuchOriginAccessControl",
        inUse: "OriginAccessControlInUse",
      },
    }),
    partModel(state, {
      type: "aws:cloudfront/vpcOrigin:VpcOrigin",
      inputs: { vpcOriginEndpointConfig: { required: true }, timeouts: {} },
      parts: state.vpcOrigins,
      arnWord: "vpcorigin",
      newId: () => `vo_${newId(kernel)}`,
      nameOf: (given) => readerOf("VpcOrigin", given).child("vpcOriginEndpointConfig")?.requiredText("name") ?? "",
      idIn: ({ vpcOriginId }) => vpcOriginId,
      errors: {
        exists: "EntityAlreadyExists",
        missing: "EntityNotFound",
        inUse: "CannotDeleteEntityWhileInUse",
      },
    }),
  ];
}

function partModel(state: CloudFrontState, kind: OriginPart): ResourceModel {
  const { parts, errors } = kind;
  const outputsOf = ({ given, etag }: Kept, id: string, accountId: string): Properties => ({
    ...givenInputs(kind.inputs, given),
    arn: `arn:aws:cloudfront::${accountId}:${kind.arnWord}/${id}`,
    etag,
    tagsAll: given["tags"] ?? {},
  });
  const refuseTwins = (given: Properties, own?: string): void => {
    const name = kind.nameOf(given);
    const twin = [...parts].some(([id, part]) => id !== own && kind.nameOf(part.given) === name);
    if (twin) throw new AwsError(errors.exists, `There is one with the name ${name} already.`, 409);
  };
  return defineResource({
    type: kind.type,
    standing: "declared-only",
    global: true,
    inputs: kind.inputs,
    recomputed: ["etag"],
    create({ properties }, { accountId }) {
      refuseTwins(properties);
      const id = kind.newId();
      const stored = { given: properties, etag: newId(state.kernel) };
      parts.set(id, stored);
      return { id, outputs: outputsOf(stored, id, accountId) };
    },
    read({ id, accountId }) {
      const stored = parts.get(id);
      return stored === undefined ? undefined : outputsOf(stored, id, accountId);
    },
    update({ properties }, { id, accountId }) {
      const stored = parts.get(id);
      if (stored === undefined) throw new AwsError(errors.missing, `There is no ${id}.`, 404);
      refuseTwins(properties, id);
      Object.assign(stored, { given: properties, etag: newId(state.kernel) });
      return outputsOf(stored, id, accountId);
    },
    delete({ id }) {
      if (originUses(state, (origin) => kind.idIn(origin) === id) > 0) {
        throw inUse(errors.inUse, `${id} is still in use by a distribution.`);
      }
      parts.delete(id);
    },
  });
}
