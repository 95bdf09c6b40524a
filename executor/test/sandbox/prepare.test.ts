import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, print } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect } from "chai";
import type { PrepareRefused } from "../../src/sandbox/errors.ts";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { processWall, type Wall } from "../../src/sandbox/walls.ts";
import { BASE_WIT, buildComponent, buildModule } from "./fixtures/components.ts";
import { impostor, isChild } from "./fixtures/impostor.ts";
import { type Bench, openBench } from "./fixtures/sandboxes.ts";

const NETWORK = "interface network { fetch: func(); }";

/** The base interface with one text for another, and more behind it. */
function witWith(change: { from?: string; to?: string; more?: string }): string {
  const { from = "", to = "", more = "" } = change;
  if (!BASE_WIT.includes(from)) throw new Error(`the interface doesn't say "${from}"`);
  return `${BASE_WIT.replace(from, to)}\n${more}`;
}

describe("Preparing a component", () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  after(() => bench.close());

  async function refusal(
    component: Uint8Array,
    limits = {},
  ): Promise<Pick<PrepareRefused, "rule" | "detail">> {
    const fault = await bench.sandbox
      .prepare(component, { ...DEFAULT_PREPARE_LIMITS, ...limits })
      .catch((error: unknown) => error as PrepareRefused);
    expect(fault).to.include({ code: "SANDBOX_PREPARE_REFUSED" });
    const { rule, detail } = fault as PrepareRefused;
    return { rule, detail };
  }

  describe("refuses", () => {
    it("one that is larger than the limit", async () => {
      expect(await refusal(new Uint8Array(11), { componentBytes: 10 })).to.deep.equal({
        rule: "size",
        detail: "it has 11 bytes and the limit is 10",
      });
    });

    it("a core module", async () => {
      expect(await refusal(await buildModule("(module)"))).to.deep.equal({
        rule: "component",
        detail: "it isn't a WebAssembly component",
      });
    });

    it("bytes that only begin like a component", async () => {
      const junk = Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 9, 9, 9, 9]);
      const { rule, detail } = await refusal(junk);
      expect(rule).to.equal("component");
      expect(detail).to.match(/^the toolset refuses it: /);
    });

    it("one that was cut short", async () => {
      const whole = await buildComponent("echo");
      expect(await refusal(whole.subarray(0, whole.byteLength - 100))).to.include({ rule: "component" });
    });

    it("one that imports what isn't granted", async () => {
      const wit = witWith({ more: `${NETWORK}\nworld greedy { include base; import network; }` });
      expect(await refusal(await buildComponent("ungranted-import", { wit, world: "greedy" }))).to.deep.equal(
        {
          rule: "imports",
          detail:
            'it imports "nexus:plugin/network@0.1.0", which the world base doesn\'t offer (rule "world")',
        },
      );
    });

    it("one whose interface only has the name of the world's", async () => {
      const wit = witWith({ from: "seed: list<u8>", to: "seed: list<u16>" });
      expect(await refusal(await buildComponent("echo", { wit }))).to.deep.equal({
        rule: "imports",
        detail: "interfaces/nexus-plugin-types.d.ts isn't the world's interface of that name",
      });
    });

    it("one with a NUL in a name, in words that can be stored", async () => {
      const text = await print(await buildComponent("echo"));
      const name = '(export "a\\00b" (func 0))';
      const twice = await parse(text.replace('(export "describe"', `${name} ${name} (export "describe"`));
      const { rule, detail } = await refusal(twice);
      expect(rule).to.equal("component");
      expect(detail).to.match(/duplicate export name `a\uFFFDb` already defined/);
    });

    it("one that lacks an export", async () => {
      const wit = witWith({
        more: "world silent { use types.{run-context, outcome, plugin-error}; import log; export describe: func() -> string; }",
      });
      expect(await refusal(await buildComponent("echo", { wit, world: "silent" }))).to.deep.equal({
        rule: "exports",
        detail:
          'it lacks "export run: func(ctx: run-context, input: list<u8>) -> result<outcome, plugin-error>;"',
      });
    });

    it("one that has an export too many", async () => {
      const wit = witWith({ more: "world chatty { include base; export extra: func(); }" });
      const { rule, detail } = await refusal(await buildComponent("extra-export", { wit, world: "chatty" }));
      expect({ rule, detail }).to.deep.equal({
        rule: "exports",
        detail: 'it has "export extra: func();" besides what the world asks for',
      });
    });

    it("one whose export only has the name of what a toolchain leaves behind", async () => {
      const wit = witWith({ more: "world odd { include base; export init: func(); }" });
      expect(await refusal(await buildComponent("other-init", { wit, world: "odd" }))).to.deep.equal({
        rule: "exports",
        detail: 'it has "export init: func();" besides what the world asks for',
      });
    });

    it("one whose memory starts beyond the limit", async () => {
      expect(
        await refusal(await buildComponent("echo", { pages: 2 }), { memoryBytes: 65_536 }),
      ).to.deep.equal({
        rule: "memory",
        detail: "a core module starts with 2 pages and the limit is 1",
      });
    });

    it("one whose result would depend on the processor", async () => {
      expect(await refusal(await buildComponent("relaxed-simd"))).to.deep.equal({
        rule: "instructions",
        detail: "it uses relaxed SIMD, whose results differ between machines",
      });
    });

    it("more memory than the sandbox's children have", async () => {
      const limits = { ...DEFAULT_PREPARE_LIMITS, memoryBytes: 1024 ** 3 };
      const fault = await bench.sandbox.prepare(new Uint8Array(), limits).catch((error: unknown) => error);
      expect(fault).to.include({ code: "SANDBOX_MEMORY_BEYOND", asked: 1024 ** 3, ceiling: 128 * 1024 ** 2 });
    });
  });

  describe("outlives its child", () => {
    // The frame {"kind":"ready"}, as the real program sends it.
    const ready = `const h = Buffer.from('{"kind":"ready","blobs":[]}'), l = Buffer.alloc(8);
      l.writeUInt32BE(h.length + 4, 0); l.writeUInt32BE(h.length, 4); require("fs").writeSync(1, Buffer.concat([l, h]));`;

    async function fault(program: string, wallMs = 5_000): Promise<{ code?: string; rule?: string }> {
      const other = await openBench({ walls: [impostor(program, "prepare-child")] });
      try {
        const component = await buildComponent("echo");
        const limits = { ...DEFAULT_PREPARE_LIMITS, wallMs };
        return await other.sandbox.prepare(component, limits).then(
          () => ({}),
          (error: { code: string; rule: string }) => error,
        );
      } finally {
        await other.close();
      }
    }

    it("when it takes too long", async () => {
      const error = await fault(`${ready} setInterval(() => {}, 1000);`, 400);
      expect(error).to.include({ code: "SANDBOX_PREPARE_REFUSED", rule: "time" });
    });

    for (const [what, program] of [
      ["its heap", "const all = []; for (;;) all.push(new Array(1e6).fill(all.length));"],
      ["the transpiler's memory", "new WebAssembly.Memory({ initial: 16_385 });"],
      [
        "memory outside of both",
        "const all = []; setInterval(() => all.push(Buffer.alloc(128 * 1024 * 1024, 1)), 10);",
      ],
    ] as const) {
      it(`when it fills ${what} beyond the limit`, async () => {
        const error = await fault(`${ready} ${program}`, 60_000);
        expect(error).to.include({ code: "SANDBOX_PREPARE_REFUSED", rule: "resources" });
      });
    }

    it("when it dies of the component", async () => {
      const error = await fault(`${ready} require("fs").readSync(0, Buffer.alloc(9)); process.abort();`);
      expect(error).to.include({ code: "SANDBOX_PREPARE_REFUSED", rule: "resources" });
    });

    it("when it never starts, which isn't the component's fault", async () => {
      expect(await fault("process.exit(3)")).to.include({ code: "SANDBOX_PREPARE_FAILED" });
    });

    it("when it sends something else than frames", async () => {
      const error = await fault(
        `${ready} require("fs").writeSync(1, "junk and more junk"); setInterval(() => {}, 1000);`,
      );
      expect(error).to.include({ code: "SANDBOX_PREPARE_FAILED" });
    });
  });

  describe("keeps what it made", () => {
    it("and starts no child for it again, unless the file is damaged", async () => {
      let started = 0;
      const inner = processWall();
      const counting: Wall = {
        name: "process",
        wrap: (command) => {
          started += isChild(command, "prepare-child") ? 1 : 0;
          return inner.wrap(command);
        },
      };
      const own = await openBench({ walls: [counting] });
      try {
        const component = await buildComponent("echo");
        const first = await own.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS);
        expect(await own.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS)).to.deep.equal(first);
        expect(started).to.equal(1);

        const [file = "", ...rest] = await readdir(own.cacheFolder);
        expect(rest).to.deep.equal([]);
        const path = join(own.cacheFolder, file);
        const bytes = await readFile(path);
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        await writeFile(path, bytes);
        expect(await own.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS)).to.deep.equal(first);
        expect(started).to.equal(2);

        const lower = { ...DEFAULT_PREPARE_LIMITS, memoryBytes: 2 * 65_536 };
        expect((await own.sandbox.prepare(component, lower)).key).not.to.equal(first.key);
        expect(started).to.equal(3);
      } finally {
        await own.close();
      }
    });
  });
});
