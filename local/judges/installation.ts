import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

/** Where judges are kept between runs (XDG Base Directory Specification). */
const installations = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "payment-cells");

/** The longest that a registry may take to deliver a judge. Milliseconds. */
const installMsMax = 10 * 60_000;
const toldCharactersMax = 300;

/**
 * The folder that holds a judge, filled by `fill` when it is asked for the first time. It appears whole or not at all,
 * and is moved once: what is filled must not know where it is.
 */
export async function installed(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(installations, name);
  if (existsSync(folder)) return folder;
  await mkdir(installations, { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  try {
    await fill(fresh);
    await rename(fresh, folder).catch((fault: unknown) => {
      // Somebody else was faster, and has the same.
      if (!existsSync(folder)) throw fault;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** Runs a command to its end. Rejects with what it said last. */
export function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { timeout: installMsMax }, (fault, stdout, stderr) => {
      if (fault === null) resolve();
      else reject(new Error(`${command} failed: ${lastOf(stderr) || lastOf(stdout) || fault.message}`));
    });
  });
}

/** Whether a command can be run at all. */
export async function isPresent(command: string, ...args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

function lastOf(output: string): string {
  return output.trim().replaceAll(/\s+/g, " ").slice(-toldCharactersMax);
}
