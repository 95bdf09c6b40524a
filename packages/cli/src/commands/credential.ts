import type { Command } from "commander";
import { type CredentialVerification, verifyCredential } from "../actions/credential.ts";
import { supersedeVersion } from "../actions/succession.ts";
import { commandGroup } from "../command.ts";
import { CredentialInvalidError } from "../domain-errors.ts";
import type { Terminal } from "../terminal.ts";

function credentialLines({ valid, plugin, tokenId, checks }: CredentialVerification): string[] {
  return [
    `The credential of ${plugin} is ${valid ? "valid" : "not valid"}.`,
    `  token ${tokenId}`,
    ...checks.map(({ name, ok, detail }) => `  ${ok ? "✓" : "✗"} ${name.padEnd(13)} ${detail}`),
  ];
}

/** `nexus credential`: whether what a publisher holds is true. */
export function credentialCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "credential",
    summary: "verify credentials, and link a plugin's",
  });
  command({
    usage: "verify <credential>",
    summary: "check token, certification, holder, board and the bytes on IPFS; exit code 1 if one fails",
    example: "credential verify rainfall-trigger@1.0.0",
  }).action(
    run(async (context, reference: string) => {
      const result = await verifyCredential(await context.client(), { reference });
      if (context.options.json) context.print(result);
      else for (const line of credentialLines(result)) context.terminal.out(line);
      const failed = result.checks.filter(({ ok }) => !ok).map(({ name }) => name);
      if (!result.valid) throw new CredentialInvalidError({ plugin: result.plugin, failed });
    }),
  );
  command({
    usage: "supersede <version> <previous>",
    summary: "name a certified version as the successor of an earlier one, as the plugin's owner",
    example: "credential supersede rainfall-trigger@1.0.1 rainfall-trigger@1.0.0 --account publisher",
  }).action(
    run(async (context, version: string, previous: string) => {
      const result = await supersedeVersion(await context.client(), { version, previous });
      context.print(result, `${version} succeeds ${previous}.`);
    }),
  );
}
