const rootStackType = "pulumi:pulumi:Stack";

/** The stack and project that a resource belongs to. */
export interface StackIdentity {
  readonly project: string;
  readonly stack: string;
}

/** The URN of a resource under a parent, as the engine builds it: the chain of types leaves out the stack itself. */
export function childUrn(identity: StackIdentity, parentUrn: string, type: string, name: string): string {
  const parentTypes = parentUrn.split("::")[2];
  const chain = parentTypes === undefined || parentTypes === rootStackType ? type : `${parentTypes}$${type}`;
  return `urn:pulumi:${identity.stack}::${identity.project}::${chain}::${name}`;
}

/** The parts of a URN that a provider needs. Throws for what is none. */
export function splitUrn(urn: string): { readonly stack: string; readonly type: string; readonly name: string } {
  const [place, , types, ...name] = urn.split("::");
  const type = types?.split("$").at(-1);
  if (place === undefined || type === undefined || name.length === 0) throw new Error(`${urn} is not a URN.`);
  return { stack: place.replace("urn:pulumi:", ""), type, name: name.join("::") };
}
