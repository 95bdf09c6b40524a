import type { Outermost } from "./walls.ts";

/**
 * What code tries that runs inside a wall with all of Node at hand, and what it meets there: an error's code or what it
 * printed. Behind "process" Node's permissions stand; behind bwrap and gVisor they are off, as if they had been broken, so that
 * each wall shows what it holds alone. Children have the permissions behind every wall.
 */
export type Escape = {
  readonly id: string;
  readonly attack: string;
  /** An expression; what it throws, rejects with or emits as an error is its end, else "reached" and its text. */
  readonly program: string;
  readonly expected: Readonly<Record<Outermost, string>>;
};

/** Of a process and a server of this machine that escapes are tried on. */
export type Target = { readonly pid: number; readonly port: number; readonly file: string };

export function escapes({ pid, port, file }: Target): readonly Escape[] {
  return [
    {
      id: "escape-read",
      attack: "reading a file of the machine",
      program: `fs.readFileSync(${JSON.stringify(file)}, "utf8")`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-passwd",
      attack: "reading the machine's accounts",
      program: 'fs.readFileSync("/etc/passwd")',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-dots",
      attack: "reading a file by way of dots and links",
      program: `fs.readFileSync("/lib/../proc/1/root/" + ${JSON.stringify(file)})`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-overwrite",
      attack: "writing to a file of the machine",
      program: `fs.writeFileSync(${JSON.stringify(file)}, "taken")`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-library",
      attack: "replacing a library of the system",
      program: 'fs.writeFileSync("/lib/x86_64-linux-gnu/nexus-escape.so", "taken")',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "EROFS", gvisor: "EACCES" },
    },
    {
      id: "escape-tcp",
      attack: "connecting to a server of the machine",
      program: `net.connect(${port}, "127.0.0.1")`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ECONNREFUSED", gvisor: "ECONNREFUSED" },
    },
    {
      id: "escape-internet",
      attack: "connecting to another machine",
      program: 'net.connect(80, "192.0.2.1")',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENETUNREACH", gvisor: "EHOSTUNREACH" },
    },
    {
      id: "escape-name",
      attack: "looking up a name, which would carry data out",
      program: 'require("dns").promises.lookup("exfiltrate.example")',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "EAI_AGAIN", gvisor: "EAI_AGAIN" },
    },
    {
      id: "escape-udp",
      attack: "sending a datagram",
      program:
        'new Promise((done, fail) => require("dgram").createSocket("udp4").send("x", 53, "192.0.2.1", (e) => (e ? fail(e) : done("sent"))))',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENETUNREACH", gvisor: "EHOSTUNREACH" },
    },
    {
      id: "escape-signal",
      attack: "finding a process of the machine to signal",
      program: `process.kill(${pid}, 0)`,
      expected: { process: "reached true", bwrap: "ESRCH", gvisor: "ESRCH" },
    },
    {
      id: "escape-debugger",
      attack: "opening the inspector of a process of the machine",
      program: `process._debugProcess(${pid})`,
      expected: { process: "reached undefined", bwrap: "ESRCH", gvisor: "ESRCH" },
    },
    {
      id: "escape-priority",
      attack: "starving a process of the machine",
      program: `require("os").getPriority(${pid})`,
      expected: { process: "reached 0", bwrap: "ERR_SYSTEM_ERROR", gvisor: "ERR_SYSTEM_ERROR" },
    },
    {
      id: "escape-environment",
      attack: "reading another process's environment",
      program: `fs.readFileSync("/proc/${pid}/environ", "utf8")`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-memory",
      attack: "reading another process's memory, as a debugger would",
      program: `fs.openSync("/proc/${pid}/mem", "r+")`,
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-own-environment",
      attack: "looking for secrets in its own environment",
      program: "JSON.stringify(process.env)",
      expected: { process: "reached {}", bwrap: 'reached {"PWD":"/"}', gvisor: 'reached {"HOME":"/"}' },
    },
    {
      id: "escape-descriptors",
      attack: "using a descriptor of its supervisor's",
      program:
        "Array.from({ length: 60 }, (_, fd) => fd + 3).filter((fd) => { try { return fs.fstatSync(fd).isSocket() && !fs.fstatSync(fd).isFIFO(); } catch { return false; } }).length",
      expected: { process: "reached 0", bwrap: "reached 0", gvisor: "reached 0" },
    },
    {
      id: "escape-root",
      attack: "becoming the machine's root, if the executor isn't",
      program: 'process.getuid() === 0 ? "as the executor" : process.setuid(0)',
      expected: {
        process: process.getuid?.() === 0 ? "reached as the executor" : "EPERM",
        bwrap: "EINVAL",
        gvisor: "EPERM",
      },
    },
    {
      id: "escape-device",
      attack: "opening the machine's disk",
      program: 'fs.openSync("/dev/vda", "r")',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-processes",
      attack: "starting a program of the machine",
      program: 'require("child_process").execFileSync("/bin/cat", ["/etc/passwd"])',
      expected: { process: "ERR_ACCESS_DENIED", bwrap: "ENOENT", gvisor: "ENOENT" },
    },
    {
      id: "escape-addon",
      attack: "loading machine code",
      program: 'process.dlopen({ exports: {} }, "/tmp/nexus-escape.node")',
      expected: { process: "ERR_DLOPEN_DISABLED", bwrap: "ERR_DLOPEN_FAILED", gvisor: "ERR_DLOPEN_FAILED" },
    },
  ];
}
