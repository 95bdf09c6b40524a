import {
  DEFAULT_POLICY,
  type Policy,
  parsePolicy,
  type SignedPolicy,
  signedPolicyBytes,
} from "@nexus/protocol";
import type { Command } from "commander";
import type { Hex } from "viem";
import { getBlock } from "../actions/content.ts";
import {
  describePolicy,
  explainPolicy,
  isPolicySigned,
  type PolicyExplanation,
  signPolicy,
} from "../actions/policy.ts";
import { isId } from "../actions/versions.ts";
import { commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { PolicySignatureError } from "../domain-errors.ts";
import { readPolicy, writeNewFile } from "../files.ts";
import type { Terminal } from "../terminal.ts";
import { id } from "../values.ts";

interface ExplainOptions {
  readonly policy?: string;
  readonly own?: string;
  readonly clause?: Hex;
}

/** A policy by its file or its digest, since executors put the one that they go by on IPFS; the code's own without a name. */
export async function policyOf(context: Context, name: string | undefined): Promise<Policy> {
  if (name === undefined) return DEFAULT_POLICY;
  if (isId(name)) return parsePolicy(await getBlock(await context.client(), name));
  const read = await readPolicy(context.path(name));
  return "signature" in read ? read.policy : read;
}

async function check(context: Context, path: string): Promise<void> {
  const read = await readPolicy(context.path(path));
  if (!("signature" in read)) {
    return context.print(describePolicy(read, null), `${path} is a sound policy; nobody signed it.`);
  }
  if (!(await isPolicySigned(read))) throw new PolicySignatureError({ path, signer: read.signer });
  context.print(signedView(read), `${path} is a sound policy, signed by ${read.signer}.`);
}

const signedView = ({ policy, signer, chainId, authority }: SignedPolicy) => ({
  ...describePolicy(policy, signer),
  chainId,
  authority,
});

async function sign(context: Context, path: string, { out }: { out?: string }): Promise<void> {
  const policy = await policyOf(context, path);
  const signed = await signPolicy(await context.client(), { policy });
  if (out === undefined) return context.print(signed);
  await writeNewFile(context.path(out), signedPolicyBytes(signed), "a signed policy");
  context.print(signedView(signed), `Signed; executors take it from ${out}.`);
}

function explanationLines({ plugin, policy, grant, granted, refusals, rules }: PolicyExplanation): string[] {
  const { capabilities, limits, isolation, walls } = grant;
  const names = capabilities.map(({ name, scope }) =>
    scope.length > 0 ? `${name} (${scope.join(", ")})` : name,
  );
  return [
    `The policy "${policy}" ${granted ? "grants" : "doesn't grant"} what ${plugin} asks for.`,
    `  may           ${names.join(", ") || "compute, and nothing else"}`,
    `  within        ${Object.entries(limits)
      .map(([name, limit]) => `${name} ${limit}`)
      .join(", ")}`,
    `  isolation     ${isolation}`,
    `  walls         ${walls.join(", ") || "none"}`,
    `  rules         ${rules.join(", ") || "none applies"}`,
    ...refusals.map(({ rule, words }) => `  ✗ ${rule.padEnd(11)} ${words}`),
  ];
}

async function explain(context: Context, version: string, options: ExplainOptions): Promise<void> {
  const policy = await policyOf(context, options.policy);
  const own = options.own === undefined ? {} : { own: await policyOf(context, options.own) };
  const clause = options.clause === undefined ? {} : { clauseId: options.clause };
  const result = await explainPolicy(await context.client(), { version, policy, ...own, ...clause });
  if (context.options.json) return context.print(result);
  for (const line of explanationLines(result)) context.terminal.out(line);
}

/** `nexus policy`: what plugins may do and use. */
export function policyCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "policy",
    summary: "show, check, sign and explain what plugins may do and use",
  });
  command({
    usage: "show [policy]",
    summary: "show a policy by its file or digest; the one that comes with the code without it",
    example: "policy show",
  }).action(
    run(async (context, name: string | undefined) => {
      context.print(describePolicy(await policyOf(context, name), null));
    }),
  );
  command({
    usage: "check <file>",
    summary: "check a policy or a signed one, name every fault, and verify its signature",
    example: "policy check policy.json",
  }).action(run(async (context, path: string) => check(context, path)));
  command({
    usage: "sign <file>",
    summary: "sign a policy for this chain's executors",
    example: "policy sign policy.json --out signed.json --account deployer",
  })
    .option("--out <file>", "write the signed policy to a new file")
    .action(run(async (context, path: string, options: { out?: string }) => sign(context, path, options)));
  command({
    usage: "explain <version>",
    summary: "show what a version would be granted, and which rule refuses what",
    example: "policy explain rainfall-trigger@1.0.0",
  })
    .option(
      "--policy <policy>",
      "the common policy's file or digest; the one that comes with the code without it",
    )
    .option("--own <policy>", "an operator's own policy besides")
    .option("--clause <id>", "clause that it would run for; the version's own without it", id("--clause"))
    .action(
      run(async (context, version: string, options: ExplainOptions) => explain(context, version, options)),
    );
}
