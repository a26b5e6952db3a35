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
