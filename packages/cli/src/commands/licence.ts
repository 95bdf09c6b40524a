import { LICENCE_TIER_WORDS, type LicenceAccess, type LicenceTier } from "@nexus/protocol";
import { type Command, Option } from "commander";
import type { Address } from "viem";
import {
  attestAcademic,
  buyLicence,
  grantLicence,
  offerLicence,
  relaxLicence,
  showLicence,
  withdrawLicencePayment,
} from "../actions/licence.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { address, amount, duration } from "../values.ts";

const ACCESS = { install: "Install", execute: "Execute", data: "Data" } as const satisfies Record<
  string,
  LicenceAccess
>;
const TIERS = { "public-good": "PublicGood", academic: "Academic" } as const satisfies Record<
  string,
  LicenceTier
>;

const accountOption = (description: string): Option =>
  new Option("--for <address>", description).argParser(address("--for"));

function readingCommands({ command, run }: CommandGroup): void {
  command({
    usage: "show <version>",
    summary: "show a version's licence, its offer, and what an account may do",
    example: "licence show rainfall-trigger@1.0.0 --account requester",
  })
    .addOption(accountOption("whose rights; yours without it"))
    .action(
      run(async (context, version: string, options: { for?: Address }) => {
        const parameters = { version, ...(options.for !== undefined && { account: options.for }) };
        const result = await showLicence(await context.client(), parameters);
        context.print(result, `The licence is ${LICENCE_TIER_WORDS[result.tier]}.`, "NXS");
      }),
    );
}

function publisherCommands({ command, run }: CommandGroup): void {
  command({
    usage: "grant <version>",
    summary: "let an account install, execute or read the data of your version",
    example:
      "licence grant rainfall-trigger@1.0.0 --for 0x… --access execute --lasts 365d --account publisher",
  })
    .addOption(accountOption("who gets it").makeOptionMandatory())
    .addOption(
      new Option("--access <kind>", "what it allows").choices(Object.keys(ACCESS)).default("execute"),
    )
    .requiredOption("--lasts <time>", "how long, from now", duration("--lasts"))
    .action(
      run(
        async (
          context,
          version: string,
          options: { for: Address; access: keyof typeof ACCESS; lasts: number },
        ) => {
          const access = ACCESS[options.access];
          const parameters = { version, account: options.for, access, seconds: options.lasts };
          context.print(await grantLicence(await context.client(), parameters), `${access} is granted.`);
        },
      ),
    );
  command({
    usage: "offer <version>",
    summary: "sell licences of your version; a price and term of 0 end it",
    example: "licence offer rainfall-trigger@1.0.0 --price 250 --term 30d --account publisher",
  })
    .requiredOption("--price <nxs>", "NXS for one term", amount("--price", "NXS"))
    .requiredOption("--term <time>", "how long one licence lasts", duration("--term"))
    .action(
      run(async (context, version: string, options: { price: bigint; term: number }) => {
        const result = await offerLicence(await context.client(), { version, ...options });
        context.print(result, options.term === 0 ? "It isn't sold any more." : "It is offered.", "NXS");
      }),
    );
  command({
    usage: "relax <version>",
    summary: "give your version a more permissive licence, for good",
    example: "licence relax rainfall-trigger@1.0.0 --tier public-good --account publisher",
  })
    .addOption(
      new Option("--tier <tier>", "the new licence").choices(Object.keys(TIERS)).makeOptionMandatory(),
    )
    .action(
      run(async (context, version: string, options: { tier: keyof typeof TIERS }) => {
        const tier = TIERS[options.tier];
        const result = await relaxLicence(await context.client(), { version, tier });
        context.print(result, `The licence is ${LICENCE_TIER_WORDS[tier]}.`);
      }),
    );
}

function moneyCommands({ command, run }: CommandGroup): void {
  command({
    usage: "buy <version>",
    summary: "buy a licence at the version's present offer, in NXS",
    example: "licence buy rainfall-trigger@1.0.0 --account requester",
  })
    .addOption(accountOption("who gets it; you without it"))
    .action(
      run(async (context, version: string, options: { for?: Address }) => {
        const parameters = { version, ...(options.for !== undefined && { account: options.for }) };
        const result = await buyLicence(await context.client(), parameters);
        context.print(result, `${result.account} is licensed.`, "NXS");
      }),
    );
  command({
    usage: "withdraw",
    summary: "receive all NXS that licences owe an account",
    example: "licence withdraw --account publisher",
  })
    .option("--payee <address>", "who is paid; you without it", address("--payee"))
    .action(
      run(async (context, options: { payee?: Address }) => {
        const result = await withdrawLicencePayment(await context.client(), options);
        context.print(result, `Paid to ${result.payee}.`, "NXS");
      }),
    );
}

/** `nexus licence`: who may install and run a version, and read its data. */
export function licenceCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "licence",
    summary: "show, grant, sell and buy licences",
  });
  const { command, run } = group;
  readingCommands(group);
  publisherCommands(group);
  moneyCommands(group);
  command({
    parse: address("<account>"),
    usage: "attest <account>",
    summary: "say, as a listed issuer, that an account is academic; --lasts 0s ends it",
    example: "licence attest 0x… --lasts 365d --keystore university.json",
  })
    .requiredOption("--lasts <time>", "how long, from now", duration("--lasts"))
    .action(
      run(async (context, account: Address, options: { lasts: number }) => {
        const parameters = { account, seconds: options.lasts };
        const result = await attestAcademic(await context.client(), parameters);
        context.print(result, options.lasts === 0 ? "It isn't academic any more." : "It is academic.");
      }),
    );
}
