import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../local/core/errors.ts";
import { projectDirectory, readDeployment, type Deployment } from "../deployment.ts";
import { evaluateGraphs } from "../policy/graph.ts";
import { rolesOf, type RoleGrants } from "./grants.ts";

const run = promisify(execFile);

/** What every role of the program may do as the files are now. */
export async function readRoles(
  directory = projectDirectory,
): Promise<{ readonly deployment: Deployment; readonly roles: readonly RoleGrants[] }> {
  const deployment = readDeployment(directory);
  return { deployment, roles: rolesOf(await evaluateGraphs(deployment.stacks, deployment.zone, directory)) };
}

/**
 * What every role might do at a revision of the repository: its program is evaluated from a worktree of its own, with
 * the dependencies that are installed here. Throws `UserError` where there is no such revision, or its program fails.
 */
export async function readRolesAt(revision: string): Promise<readonly RoleGrants[]> {
  const parent = await mkdtemp(join(tmpdir(), "cells-permissions-"));
  const directory = join(parent, "tree");
  const commit = await commitOf(revision);
  try {
    await git("worktree", "add", "--detach", directory, commit);
    for (const name of ["node_modules", "dist"]) await symlink(join(projectDirectory, name), join(directory, name));
    return (await readRoles(directory)).roles;
  } finally {
    await git("worktree", "remove", "--force", directory).catch(() => undefined);
    await rm(parent, { recursive: true, force: true });
  }
}

async function commitOf(revision: string): Promise<string> {
  // What begins with a dash would be an option of git.
  const found = revision.startsWith("-")
    ? undefined
    : await git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`).catch(() => undefined);
  if (found === undefined)
    throw new UserError(`The repository has no revision ${revision}; a shallow clone lacks old ones.`);
  return found.trim();
}

async function git(...parameters: readonly string[]): Promise<string> {
  return (await run("git", [...parameters], { cwd: projectDirectory })).stdout;
}
