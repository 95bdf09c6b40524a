import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Digest } from "@nexus/protocol";
import { readingContent } from "../../src/content/content.ts";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { buildComponent, componentOf } from "../sandbox/fixtures/components.ts";
import type { Bench } from "../sandbox/fixtures/sandboxes.ts";
import { type Attack, verdict } from "./attack.ts";

/** Somebody changes bytes between what was certified and what runs. */
export type TamperingAttack = Attack & {
  /** How it ends. */
  end(bench: Bench): Promise<string>;
};

/** How a plugin runs whose prepared file was changed by this, given another plugin's file. */
async function afterChange(
  bench: Bench,
  change: (path: string, other: Buffer) => Promise<void>,
): Promise<string> {
  const fileOf = async (component: Uint8Array) => {
    const { key } = await bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS);
    const names = await readdir(bench.cacheFolder);
    const name = names.find((file) => file.startsWith(key.slice(2))) ?? "";
    return join(bench.cacheFolder, name);
  };
  const component = await buildComponent("echo");
  const hostile = await componentOf({ run: "(unreachable)" });
  const path = await fileOf(component);
  await change(path, await readFile(await fileOf(hostile)));
  const run = bench.sandbox
    .prepare(component, DEFAULT_PREPARE_LIMITS)
    .then((plugin) => bench.run(plugin, { input: Uint8Array.of(7) }));
  return verdict(run);
}

/** How a plugin's bytes are read where the gateway serves others, whatever the CID says. */
async function swapped(cid?: string): Promise<string> {
  const served = await componentOf({ run: "(unreachable)" });
  const content = readingContent({ get: async () => served });
  return content.get(sha256Digest(await buildComponent("echo")), cid).then(
    () => "read",
    (fault: { code: string }) => `error ${fault.code}`,
  );
}

export const TAMPERING_ATTACKS: readonly TamperingAttack[] = [
  {
    id: "artifact-swapped",
    attack: "another component under the certified one's digest",
    end: () => swapped(),
    expected: "error CONTENT_TAMPERED",
  },
  {
    id: "artifact-other-cid",
    attack: "another component under a CID of its publisher's choice",
    end: () => swapped("bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"),
    expected: "error CONTENT_TAMPERED",
  },
  {
    id: "cache-cut-short",
    attack: "a prepared file that was cut short",
    end: (bench) => afterChange(bench, (path) => truncate(path, 1_000)),
    expected: "ok 07",
  },
  {
    id: "cache-changed",
    attack: "a prepared file with one byte changed",
    end: (bench) =>
      afterChange(bench, async (path) => {
        const bytes = await readFile(path);
        bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
        await writeFile(path, bytes);
      }),
    expected: "ok 07",
  },
  {
    id: "cache-swapped",
    attack: "another plugin's prepared file under this one's name",
    end: (bench) => afterChange(bench, (path, other) => writeFile(path, other)),
    expected: "ok 07",
  },
  {
    id: "cache-endless",
    attack: "a prepared file that says it is 4 GiB long",
    end: (bench) => afterChange(bench, (path) => writeFile(path, Buffer.from("ffffffff00000004", "hex"))),
    expected: "ok 07",
  },
];
