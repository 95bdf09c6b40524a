import type { Command } from "commander";
import { developmentAccounts } from "../accounts.ts";
import { chainIdOf } from "../client.ts";
import { addCommand, commandGroup, runWith } from "../command.ts";
import { PassphraseMissingError } from "../errors.ts";
import { createKeystore, privateKeyOf } from "../keystore.ts";
import { askPassphrase, type Terminal } from "../terminal.ts";

async function newPassphrase(terminal: Terminal): Promise<string> {
  const passphrase = await askPassphrase(terminal, "New passphrase: ");
  if (terminal.env.NEXUS_PASSPHRASE_FILE !== undefined) return passphrase;
  const again = await askPassphrase(terminal, "The same again: ");
  if (again !== passphrase) throw new PassphraseMissingError({ reason: "the two entries differ" });
  return passphrase;
}

/** `nexus account`: encrypted keys; `nexus accounts`: the development chain's well-known ones. */
export function accountCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, { name: "account", summary: "create keystores" });
  command({
    usage: "new <keystore>",
    summary: "create a key in a new encrypted file",
    example: "account new publisher.json",
  }).action(
    run(async (context, path: string) => {
      const passphrase = await newPassphrase(terminal);
      context.print(
        await createKeystore(context.path(path), { passphrase }),
        "Created. Keep file and passphrase apart.",
      );
    }),
  );
  command({
    usage: "import <keystore>",
    summary: "encrypt a private key, which is asked for, into a new file",
    example: "account import publisher.json",
  }).action(
    run(async (context, path: string) => {
      const privateKey = privateKeyOf(await terminal.askHidden("Private key (64 hex digits): "));
      const passphrase = await newPassphrase(terminal);
      context.print(await createKeystore(context.path(path), { passphrase, privateKey }), "Imported.");
    }),
  );
  addCommand(program, {
    usage: "accounts",
    summary: "list the development accounts; chain 31337 only",
    example: "accounts",
  }).action(
    runWith(terminal, async (context) => {
      const accounts = developmentAccounts(await chainIdOf(await context.rpcUrl()));
      if (context.options.json) return context.print(accounts);
      for (const { index, name, address } of accounts)
        terminal.out(`${String(index).padStart(2)}  ${name.padEnd(12)} ${address}`);
    }),
  );
}
