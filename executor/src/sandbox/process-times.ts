import { readdirSync, readFileSync } from "node:fs";

/** Kernel clock ticks per second as /proc reports them: 100 on every Linux that Node supports. */
const TICK_MS = 10;
/** Memory pages as /proc counts them: 4 KiB on x64. */
const PAGE_BYTES = 4_096;
/** Position of utime in /proc/<pid>/stat, counted from the field after the command's name. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/**
 * CPU time of a process and its descendants so far, in milliseconds, as the kernel counts it.
 * A process that is gone counts nothing; so does every process where there is no /proc.
 */
export function cpuMillis(pid: number): number {
  const stat = readProcess(`${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = (Number(fields[USER_TICKS] ?? 0) + Number(fields[SYSTEM_TICKS] ?? 0)) * TICK_MS;
  return descendants(pid).reduce((sum, child) => sum + cpuMillis(child), own);
}

/** Memory that a process and its descendants hold, shared pages counted in each, in bytes; 0 where there is no /proc. */
export function residentBytes(pid: number): number {
  return descendants(pid).reduce((sum, child) => sum + residentBytes(child), ownResidentBytes(pid));
}

/** Memory that one process holds, in bytes; 0 where there is no /proc. */
export function ownResidentBytes(pid: number): number {
  const [, pages] = readProcess(`${pid}/statm`).split(" ");
  return Number(pages ?? 0) * PAGE_BYTES;
}

/** Process ids of the direct children, whichever of the process's threads started them. */
export function descendants(pid: number): number[] {
  const children = threads(pid).flatMap((thread) =>
    readProcess(`${pid}/task/${thread}/children`).split(" ").filter(Boolean),
  );
  return children.map(Number);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readProcess(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}
