import { open } from "node:fs/promises";

/** Writes a file that nobody else on this machine can read, also where it is there already for others to read. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    // The mode above is of a file that is made.
    await file.chmod(0o600);
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}
