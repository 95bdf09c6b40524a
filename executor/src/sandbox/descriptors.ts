import { openSync, readdirSync, readFileSync } from "node:fs";

type Stdio = "pipe" | "ignore" | number;

const STANDARD: readonly Stdio[] = ["pipe", "pipe", "pipe"];
/** `O_CLOEXEC` in the octal flags of /proc. */
const CLOSED_IN_CHILDREN = 0o2_000_000;

let stdio: Stdio[] | undefined;

/**
 * Pipes for a child's standard streams, and nothing at all in place of what else it would inherit: Node hands on some of the
 * descriptors that it was started with itself, such as a lock that a shell opened as number 200.
 */
export function confinedStdio(): Stdio[] {
  stdio ??= stdioWithout(handedOn());
  return stdio;
}

function stdioWithout(descriptors: readonly number[]): Stdio[] {
  if (descriptors.length === 0) return [...STANDARD];
  const nothing = openSync("/dev/null", "r");
  const others = Array.from({ length: Math.max(...descriptors) + 1 - STANDARD.length }, (_, index) =>
    descriptors.includes(index + STANDARD.length) ? nothing : "ignore",
  );
  return [...STANDARD, ...others];
}

/** What children would inherit besides their standard streams; nothing that is known where there is no /proc. */
function handedOn(): number[] {
  return list("/proc/self/fdinfo")
    .map(Number)
    .filter(
      (descriptor) => descriptor >= STANDARD.length && (flagsOf(descriptor) & CLOSED_IN_CHILDREN) === 0,
    );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A descriptor that is gone by now is closed everywhere. */
function flagsOf(descriptor: number): number {
  try {
    const [, flags = "0"] =
      /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8")) ?? [];
    return Number.parseInt(flags, 8);
  } catch {
    return CLOSED_IN_CHILDREN;
  }
}
