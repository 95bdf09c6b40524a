import type { Domain } from "@nexus/protocol";
import type { Command } from "commander";
import { checkManifest } from "../actions/manifest.ts";
import { publishPlugin } from "../actions/publish.ts";
import { showPlugin } from "../actions/show-plugin.ts";
import { commandGroup } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { domains } from "../values.ts";

/** `nexus plugin`: from a directory to a published version. */
export function pluginCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "plugin",
    summary: "validate, publish and show plugins",
  });

  command({
    usage: "validate <manifest>",
    summary: "check a manifest and name every fault",
    example: "plugin validate plugins/rainfall-trigger/manifest.template.json",
  }).action(
    run(async (context, path: string) => {
      const result = await checkManifest({ path: context.path(path) });
      context.print(result, `${path} is a sound manifest.`);
    }),
  );

  command({
    usage: "publish <path>",
    summary: "publish a version of a plugin from its directory or manifest",
    example: "plugin publish plugins/rainfall-trigger --version 1.0.0 --account publisher",
  })
    .option("--version <x.y.z>", "version instead of the manifest's")
    .option("--domains <list>", "domains instead of the manifest's, with commas", domains("--domains"))
    .action(
      run(async (context, path: string, options: { version?: string; domains?: Domain[] }) => {
        const { version, domains: chosen } = options;
        const result = await publishPlugin(await context.client(), {
          path: context.path(path),
          ...(version !== undefined && { version }),
          ...(chosen !== undefined && { domains: chosen }),
        });
        context.print(result, `Published ${result.name}@${result.version}.`);
      }),
    );

  command({
    usage: "show <version>",
    summary: "show a version (name@x.y.z or id), its certification and its latest review",
    example: "plugin show rainfall-trigger@1.0.0",
  }).action(
    run(async (context, version: string) => {
      const result = await showPlugin(await context.client(), { version });
      context.print(result, `${result.name}@${result.version}`);
    }),
  );
}
