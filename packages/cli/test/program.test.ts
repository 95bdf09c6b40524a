import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Command } from "commander";
import { createProgram } from "../src/program.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const silent = { out: () => undefined, err: () => undefined, askHidden: async () => "", env: {}, cwd: "/" };

function leavesOf(command: Command, path: readonly string[] = []): string[][] {
  if (command.commands.length === 0) return [[...path]];
  return command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]));
}

const TASK = `0x${"1".repeat(64)}`;

const REFUSED: readonly (readonly [argv: string, code: string, words: RegExp])[] = [
  ["", "INVALID_USAGE", /Name a command/],
  ["plugin", "INVALID_USAGE", /Name a command/],
  ["plugins", "INVALID_USAGE", /unknown command 'plugins'/],
  ["plugin publish", "INVALID_USAGE", /missing required argument 'path'/],
  ["plugin show a b", "INVALID_USAGE", /too many arguments/],
  ["plugin show x@1.0.0 --wat", "INVALID_USAGE", /unknown option '--wat'/],
  ["plugin publish . --domains drf,moon", "INVALID_OPTION", /--domains "drf,moon".*drf, drr, health, esg/],
  ["plugin validate /no/such/plugin", "FILE_UNUSABLE", /^FILE_UNUSABLE: \/no\/such\/plugin/],
  ["review submit x@1.0.0 --bounty one", "INVALID_OPTION", /--bounty "one".*a whole number/],
  ["review vote abc --for", "INVALID_OPTION", /<review> "abc".*name@major\.minor\.patch/],
  ["review vote 1", "INVALID_USAGE", /one of --for, --against, --abstain/],
  ["review vote 1 --for --against", "INVALID_USAGE", /one of --for, --against, --abstain/],
  ["review vote 1 --against --criteria speed", "INVALID_OPTION", /security, clause, performance/],
  ["review relay 1 /no/ballots.json", "FILE_UNUSABLE", /signed ballots/],
  ["bounty create", "INVALID_USAGE", /required option '--clause <id>'/],
  ["bounty fund 1 --amount 1,5", "INVALID_OPTION", /--amount "1,5".*an amount such as 0.5/],
  ["bounty fund 1 --amount -1", "INVALID_OPTION", /--amount "-1"/],
  ["bounty refund 1 --funder 0x12", "INVALID_OPTION", /--funder "0x12"/],
  ["clause bind 0x x@1.0.0 --mode fast", "INVALID_USAGE", /Allowed choices are none, advisory, executable/],
  ["event sign --clause x --input y --occurred-at someday", "INVALID_OPTION", /Unix seconds or a time/],
  ["event sign --clause x --input y --valid-for long", "INVALID_OPTION", /90s, 15m, 12h or 7d/],
  [`run trace ${TASK}`, "INDEX_MISSING", /--index <url>.*npm start/],
  [`run trace ${TASK} --index http://127.0.0.1:1/index`, "INDEX_UNREACHABLE", /127\.0\.0\.1:1/],
  ["run show 0x12", "INVALID_OPTION", /<taskId> "0x12".*64 hex digits/],
  ["run request x@1.0.0 --event e --quorum 0", "INVALID_OPTION", /from 1 to 255/],
  ["run request x@1.0.0 --event /no/event.json", "FILE_UNUSABLE", /a signed clause event/],
  [
    "executor quarantine --database-url a:secret@b",
    "INVALID_USAGE",
    /DATABASE_URL\) must be .* postgres:\/\/\.$/,
  ],
  ["run replay 0x12 --policy /no/policy.json", "INVALID_OPTION", /<taskId> "0x12"/],
  [`run replay ${TASK} --policy /no/policy.json`, "FILE_UNUSABLE", /\/no\/policy\.json/],
  [`run show ${TASK} --rpc-url http://127.0.0.1:1`, "NODE_UNREACHABLE", /127\.0\.0\.1:1.*npm start/],
];

describe("the command line", () => {
  for (const [line, code, words] of REFUSED) {
    it(`refuses "nexus ${line}" in one line`, async () => {
      const { code: exitCode, out, err } = await nexus(line.split(" ").filter((word) => word !== ""));
      expect(exitCode).to.equal(1);
      expect(out).to.deep.equal([]);
      expect(err).to.have.length(1);
      expect(err[0]).to.match(words).and.to.not.include("\n");
      expect(err[0]?.startsWith(`${code}: `), err[0]).to.equal(true);
    });
  }

  it("prints the same fault as JSON with --json", async () => {
    const { code, out, err } = await nexus(["review", "vote", "1", "--json"]);
    expect(code).to.equal(1);
    expect(JSON.parse(out.join(""))).to.deep.equal({
      error: { code: "INVALID_USAGE", message: "Pass one of --for, --against, --abstain." },
    });
    expect(err).to.deep.equal(["INVALID_USAGE: Pass one of --for, --against, --abstain."]);
  });

  it("shows the stack of a fault only with --verbose", async () => {
    const { err } = await nexus(["review", "vote", "1", "--verbose"]);
    expect(err).to.have.length(2);
    expect(err[1])
      .to.include("UsageError")
      .and.to.match(/\n\s+at /);
  });

  it("prints its version", async () => {
    expect(await nexus(["--version"])).to.deep.equal({ code: 0, out: ["0.1.0"], err: [] });
  });

  for (const path of leavesOf(createProgram(silent)).filter((names) => names[0] !== "help")) {
    it(`helps with "nexus ${path.join(" ")}" by an example that names it`, async () => {
      const { code, out } = await nexus([...path, "--help"]);
      expect(code).to.equal(0);
      expect(out.join("\n"))
        .to.include(`$ nexus ${path.join(" ")}`)
        .and.to.include("--rpc-url");
    });
  }
});

describe("the local stack's file", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
  });

  afterEach(async () => rm(directory, { recursive: true }));

  it("is found from a folder below it and gives the node's address", async () => {
    await writeStack(directory, { rpcUrl: "http://127.0.0.1:2" });
    const { err } = await nexus(["accounts"], { cwd: join(directory, "a", "b") });
    expect(err).to.deep.equal([
      'NODE_UNREACHABLE: No node answers at http://127.0.0.1:2: start the local stack with "npm start", or pass --rpc-url.',
    ]);
  });

  it("is refused with all its faults when it is broken", async () => {
    await writeStack(directory, { rpcUrl: "nowhere", chainId: "one" });
    const { err } = await nexus(["accounts"], { cwd: directory });
    expect(err[0]).to.match(/^FILE_FAULTS: .*stack\.json.*\$\.chainId.*\$\.rpcUrl/);
  });
});

async function writeStack(directory: string, fields: object): Promise<void> {
  await mkdir(join(directory, ".nexus", "local"), { recursive: true });
  await mkdir(join(directory, "a", "b"), { recursive: true });
  const stack = {
    chainId: 31_337,
    gateway: "http://127.0.0.1:3",
    contentDirectory: "content",
    executors: [],
  };
  await writeFile(join(directory, ".nexus", "local", "stack.json"), JSON.stringify({ ...stack, ...fields }));
}
