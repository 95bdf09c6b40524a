import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import type { PreparedPlugin, RunOutcome } from "../../src/sandbox/sandbox.ts";
import {
  build,
  bwrapWall,
  type Command,
  nodeCommand,
  probe,
  processWall,
  raiseWalls,
  type Wall,
  type WallName,
} from "../../src/sandbox/walls.ts";
import { openWasmSandbox } from "../../src/sandbox/wasm-sandbox.ts";
import { type Bench, openBench, verdictOf } from "./fixtures/sandboxes.ts";

const PROBE_MS = 20_000;

/** Bindings such as a hostile component might bring a faulty transpiler to write. `attack` is the body of an async function. */
function hostilePlugin(attack: string): PreparedPlugin {
  const source = `
    (async () => {
      "use strict";
      const reached = await (async () => { ${attack} })().then(String, (fault) => "refused: " + fault.message);
      return { instantiate: () => ({ run: () => ({ signal: "pass", output: new TextEncoder().encode(reached) }) }) };
    })()`;
  const key = `hostile ${attack}`;
  return { digest: key, key, memoryBytes: 65_536, source: Buffer.from(source), modules: [] };
}

function textOf(outcome: RunOutcome): string {
  if (outcome.status !== "ok") throw new Error(`expected a result and got ${JSON.stringify(outcome)}`);
  return Buffer.from(outcome.output).toString();
}

/** What a program prints that runs as children do, but without the lock that `child.ts` puts on generated code. */
function runBehind(walls: readonly Wall[], program: string): { status: number | null; printed: string } {
  const command = build(walls, nodeCommand(program, { flags: [], granted: [] }));
  const { status, stdout } = spawnSync(command.file, command.arguments, {
    cwd: "/",
    env: {},
    encoding: "utf8",
    timeout: PROBE_MS,
  });
  return { status, printed: stdout.trim() };
}

/** Prints the code of the error that an expression throws, or emits on what it returns. */
function codeOf(expression: string): string {
  return `try { const made = ${expression}; made?.on?.("error", (e) => console.log(e.code));
    if (made?.on === undefined) console.log("reached"); } catch (e) { console.log(e.code ?? e.message) }`;
}

describe("The lock on generated code", () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  after(() => bench.close());

  it("keeps every module of Node out of reach", async () => {
    const names = ["fs", "net", "child_process", "sqlite", "v8", "process", "module", "worker_threads", "os"];
    const attack = `const told = {};
      for (const name of ${JSON.stringify(names)}) {
        told[name] = await import("node:" + name).then(() => "reached", (fault) => fault.code);
      }
      return JSON.stringify(told)`;
    const expected = Object.fromEntries(
      names.map((name) => [name, "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING"]),
    );
    expect(JSON.parse(textOf(await bench.run(hostilePlugin(attack))))).to.deep.equal(expected);
  });

  it("leaves no globals but ECMAScript's, WebAssembly and the text codecs", async () => {
    const attack = "return JSON.stringify(Object.getOwnPropertyNames(globalThis))";
    const names: string[] = JSON.parse(textOf(await bench.run(hostilePlugin(attack))));
    const language: string[] = runInNewContext("Object.getOwnPropertyNames(globalThis)");
    expect(names.sort()).to.deep.equal([...language, "TextDecoder", "TextEncoder"].sort());
    for (const name of ["process", "Buffer", "fetch", "WebSocket", "require", "setTimeout"]) {
      expect(names).not.to.include(name);
    }
  });

  it("allows no code from text", async () => {
    const outcome = await bench.run(hostilePlugin(`return (() => {}).constructor("return this")()`));
    expect(textOf(outcome)).to.match(/^refused: Code generation/);
  });

  it("lets no run change what the next one builds on", async () => {
    const attack = "Array.prototype.map = 1; Object.prototype.polluted = 1; return 1";
    const outcome = await bench.run(hostilePlugin(attack));
    expect(textOf(outcome)).to.match(/^refused: Cannot (assign to read only|add property)/);
  });

  for (const [title, attack] of Object.entries({
    "kills itself by memory": "const all = []; for (;;) all.push(new Array(1e6).fill(all.length))",
    "never ends": "for (;;);",
  })) {
    it(`outlives a module that ${title}`, async () => {
      const other = await openBench({ startMs: 3_000 });
      try {
        const outcome = await other.run(hostilePlugin(attack));
        expect(outcome).to.include({ status: "void", reason: "crashed" });
        expect(await other.run("echo")).to.include({ status: "ok" });
      } finally {
        await other.close();
      }
    });
  }

  it("gives no result to an answer that isn't one", async () => {
    const source = "({ instantiate: () => ({ run: () => ({ signal: 'perhaps', output: 'text' }) }) })";
    const plugin = { ...hostilePlugin("lie"), source: Buffer.from(source) };
    expect(verdictOf(await bench.run(plugin))).to.deep.equal({ status: "trap", class: "other", logs: [] });
  });
});

describe("The process wall", () => {
  const walls = [processWall()];
  let server: Server;
  let connections = 0;
  let port = 0;

  before((done) => {
    server = createServer(() => {
      connections += 1;
    }).listen(0, "127.0.0.1", () => {
      port = (server.address() as { port: number }).port;
      done();
    });
  });

  after((done) => {
    server.close(done);
  });

  const denied = {
    "reading a file": 'require("fs").readFileSync("/etc/hostname")',
    "writing a file": 'require("fs").writeFileSync("/tmp/nexus-probe", "")',
    "starting a program": 'require("child_process").spawnSync("/bin/true")',
    "starting a thread": 'new (require("worker_threads").Worker)("0", { eval: true })',
    "opening an inspector": 'require("inspector").open(0)',
    "loading an addon": 'process.dlopen({ exports: {} }, "/tmp/nexus-probe.node")',
  };
  for (const [title, expression] of Object.entries(denied)) {
    it(`denies ${title}`, () => {
      expect(runBehind(walls, codeOf(expression)).printed).to.be.oneOf([
        "ERR_ACCESS_DENIED",
        "ERR_DLOPEN_DISABLED",
      ]);
    });
  }

  it("denies opening a socket", () => {
    expect(runBehind(walls, codeOf(`require("net").connect(${port}, "127.0.0.1")`)).printed).to.equal(
      "ERR_ACCESS_DENIED",
    );
    expect(connections).to.equal(0);
  });

  it("has no SQLite, which would go round the permissions", () => {
    expect(runBehind(walls, codeOf('require("node:sqlite")')).printed).to.equal("ERR_UNKNOWN_BUILTIN_MODULE");
  });

  it("ends a child that changes V8's flags, which would write files", () => {
    const { status, printed } = runBehind(
      walls,
      'require("v8").setFlagsFromString("--trace-turbo"); console.log("on")',
    );
    expect(printed).to.equal("");
    expect(status).not.to.equal(0);
  });

  it("gives an empty environment", () => {
    expect(runBehind(walls, "console.log(Object.keys(process.env).length)").printed).to.equal("0");
  });
});

describe("The bwrap wall", () => {
  const walls = [processWall(), bwrapWall()];

  before(async function () {
    const reason = await probe(walls);
    if (reason === undefined) return;
    if (process.env.CI === "true") throw new Error(`bwrap must stand under CI: ${reason}`);
    this.skip();
  });

  it("shows no process of the machine, so that none can be signalled", () => {
    const program = `try { process.kill(${process.pid}, 0); console.log("reached") } catch (e) { console.log(e.code) }`;
    expect(runBehind(walls, program).printed).to.equal("ESRCH");
  });

  it("shows no file of the machine, even to a program with Node's leave to read", () => {
    const command: Command = {
      file: process.execPath,
      arguments: ["--eval", 'console.log(require("fs").existsSync("/etc/passwd"), process.getuid())'],
      readable: [process.execPath],
    };
    const { file, arguments: args } = build([bwrapWall()], command);
    const { stdout } = spawnSync(file, args, { env: {}, encoding: "utf8", timeout: PROBE_MS });
    expect(stdout.trim()).to.equal("false 65534");
  });

  it("runs a plugin to the same verdict", async () => {
    const bench = await openBench({ walls, requiredWalls: ["process", "bwrap"] });
    try {
      expect(bench.sandbox.walls).to.deep.equal(["process", "bwrap"]);
      expect(verdictOf(await bench.run("echo", { input: Uint8Array.of(5) }))).to.deep.equal({
        status: "ok",
        signal: "pass",
        output: Uint8Array.of(5),
        logs: [{ level: "info", message: "fixture" }],
      });
      expect(await bench.run("endless-loop", { cpuMs: 100, steps: Number.MAX_SAFE_INTEGER })).to.include({
        status: "void",
        reason: "cpu-time",
      });
    } finally {
      await bench.close();
    }
  });
});

describe("The walls a policy requires", () => {
  const absent: Wall = { name: "bwrap", wrap: (command) => ({ ...command, file: "/nonexistent/bwrap" }) };

  it("must stand, or nothing is opened", async () => {
    const error = await openWasmSandbox({
      cacheFolder: "/nonexistent",
      requiredWalls: ["process", "bwrap"],
      walls: [processWall(), absent],
    }).catch((fault: unknown) => fault);
    expect(error).to.include({ code: "SANDBOX_WALL_MISSING", wall: "bwrap" });
    expect(error)
      .to.have.property("reason")
      .that.matches(/ENOENT/);
  });

  it("must be among those in use", async () => {
    const error = await raiseWalls([processWall()], ["bwrap"]).catch((fault: unknown) => fault);
    expect(error).to.include({ code: "SANDBOX_WALL_MISSING", reason: "it isn't among the walls in use" });
  });

  it("aren't the only ones used; one that doesn't stand and isn't required is left out", async () => {
    const standing = await raiseWalls([processWall(), absent], ["process"]);
    expect(standing.map(({ name }) => name)).to.deep.equal(["process"]);
  });
});

describe("Production", () => {
  const open = (requiredWalls: readonly WallName[], cacheFolder = "/nonexistent") =>
    openWasmSandbox({ cacheFolder, requiredWalls, production: true }).then(
      (sandbox) => sandbox.close(),
      (fault: unknown) => fault,
    );

  it("is refused behind the process wall alone, naming the way out", async () => {
    const error = await open(["process"]);
    expect(error)
      .to.include({ code: "SANDBOX_WALLS_TOO_FEW" })
      .and.deep.include({ walls: ["process"] });
    expect(error).to.have.property("message").that.includes("NEXUS_WALLS=process,bwrap");
  });

  it("is refused to a supervisor whose inspector a signal opens", async () => {
    expect(process.execArgv).not.to.include("--disable-sigusr1");
    expect(await open(["process", "bwrap"])).to.include({ code: "SANDBOX_SUPERVISOR_EXPOSED" });
  });

  it("is refused over a cache that others write to", async () => {
    const { NODE_OPTIONS: before } = process.env;
    process.env.NODE_OPTIONS = "--disable-sigusr1";
    const folder = await mkdtemp(join(tmpdir(), "nexus-cache-"));
    try {
      await chmod(folder, 0o777);
      const fault = await open(["process", "bwrap"], folder);
      expect(fault).to.include({ code: "SANDBOX_CACHE_EXPOSED", folder, reason: "everybody may" });
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
      await rm(folder, { recursive: true });
    }
  });
});
