import { readdirSync, readFileSync } from "node:fs";

/** The unit of times in /proc, seconds: USER_HZ of every Linux that Node runs on. */
const tickSeconds = 0.01;

/** CPU time that a process and all its descendants have used, seconds. Linux only; throws elsewhere. */
export function cpuSeconds(pid: number): number {
  return [...tree(pid)].reduce((sum, one) => sum + ownCpuSeconds(one), 0);
}

/** Memory of a process that is in RAM, megabytes. Linux only; throws elsewhere. */
export function residentMb(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return (Number(match?.[1] ?? "0") * 1_024) / 1e6;
}

/** A process and all its descendants. */
export function tree(root: number): ReadonlySet<number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (fields !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const found = new Set([root]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return found;
}

/** Children that have ended and were waited for count, too. */
function ownCpuSeconds(pid: number): number {
  const fields = statOf(pid) ?? [];
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * tickSeconds;
}

/** The fields of /proc/PID/stat from the state on; the name before it may contain anything. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
