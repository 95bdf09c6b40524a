import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { build, type Command, nodeCommand, processWall } from "../../src/sandbox/walls.ts";
import { isAlive } from "../sandbox/fixtures/sandboxes.ts";
import { ESCAPES, type Target } from "./escapes.ts";
import { OUTERMOST, type Outermost, requireWall, wallsAround } from "./walls.ts";

const PROBE_MS = 30_000;
const SECRET = "a secret of the machine";

/** Prints how it ended: "reached" and what came, or an error's code. */
const trying = (program: string, target: Target) => `
  const { pid, port, file } = ${JSON.stringify(target)};
  const fs = require("fs"), net = require("net");
  const say = (end) => { console.log(end); process.exit(0); };
  const fail = (fault) => say(fault.code ?? fault.message);
  process.on("uncaughtException", fail);
  (async () => {
    const came = await (${program});
    if (typeof came?.on !== "function") return say("reached " + came);
    came.on("error", fail).on("connect", () => say("reached"));
  })().catch(fail);`;

function commandOf(wall: Outermost, program: string): Command {
  const behind = nodeCommand(program, { flags: [], granted: [] });
  if (wall === "process") return build([processWall()], behind);
  return build(wallsAround(wall), { ...behind, arguments: ["--eval", program] });
}

function endOf(wall: Outermost, program: string): string {
  const command = commandOf(wall, program);
  try {
    const { stdout, stderr } = spawnSync(command.file, command.arguments, {
      cwd: "/",
      env: {},
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
      timeout: PROBE_MS,
    });
    return stdout.trim() || stderr.trim();
  } finally {
    command.dispose?.();
  }
}

describe("Code that runs inside a wall", () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-escape-"));
  const file = join(folder, "secret");
  let server: Server;
  let victim: ChildProcess;
  let connections = 0;
  let target: Target;

  before(async () => {
    writeFileSync(file, SECRET);
    server = createServer(() => {
      connections += 1;
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const waiting = "console.log('up'); setInterval(() => {}, 1000)";
    victim = spawn(process.execPath, ["--disable-sigusr1", "--eval", waiting], { stdio: "pipe" });
    await once(victim.stdout as NodeJS.ReadableStream, "data");
    target = { pid: victim.pid ?? 0, port: (server.address() as { port: number }).port, file };
  });

  after(() => {
    victim.kill("SIGKILL");
    server.close();
    rmSync(folder, { recursive: true });
  });

  for (const wall of OUTERMOST) {
    describe(`"${wall}"`, () => {
      before(async function () {
        await requireWall(this, wall);
      });

      for (const { id, attack, program, expected } of ESCAPES) {
        it(`${id}: ${attack} meets "${expected[wall]}"`, () => {
          expect(endOf(wall, trying(program, target))).to.equal(expected[wall]);
        });
      }

      it("has harmed nothing", () => {
        expect(readFileSync(file, "utf8")).to.equal(SECRET);
        expect(connections).to.equal(0);
        expect(isAlive(target.pid)).to.equal(true);
      });
    });
  }
});
