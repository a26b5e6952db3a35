import type { Reader } from "../../core/reader.ts";

/** S3's ready-made lists that let in everyone, or everyone who has some AWS account. */
export const PUBLIC_ACLS: ReadonlySet<string> = new Set(["public-read", "public-read-write", "authenticated-read"]);

/** The permissions that an access control list gives to everyone, or to everyone who has some AWS account. */
export function publicGrants(read: Reader): readonly string[] {
  const inline = read.blocks("grants").flatMap((one) => (isPublicGroup(one) ? one.texts("permissions") : []));
  const own = (read.block("accessControlPolicy")?.blocks("grants") ?? []).flatMap((one) => {
    const grantee = one.block("grantee");
    return grantee !== undefined && isPublicGroup(grantee) ? one.texts("permission") : [];
  });
  return [...inline, ...own];
}

function isPublicGroup(grantee: Reader): boolean {
  return /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(grantee.text("uri") ?? "");
}
