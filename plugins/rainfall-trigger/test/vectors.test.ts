import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { entryArtifactOf, InvalidManifestError, validateManifest } from "@nexus/protocol";
import { expect } from "chai";
import { freshTemplate } from "../build/manifest.ts";
import { GENERATED, vectorInputs } from "../vectors/inputs.ts";

const PUBLISHER = `eip155:31337:0x${"11".repeat(20)}`;
const FOLDER = fileURLToPath(new URL("..", import.meta.url));

describe("the rainfall trigger's vectors", () => {
  it("are cut from the published record as it is", async () => {
    const inputs = await vectorInputs();
    expect(await readdir(GENERATED)).to.have.members([...inputs.keys(), "expected.json"]);
    for (const [file, bytes] of inputs) {
      expect(await readFile(new URL(file, GENERATED), "utf8"), file).to.equal(
        new TextDecoder().decode(bytes),
      );
    }
  });

  it("expect what the independent calculation works out now", function () {
    this.timeout(30_000);
    const script = fileURLToPath(new URL("../vectors/expected.py", import.meta.url));
    const { status, stderr, error } = spawnSync("python3", [script, "--check"], { encoding: "utf8" });
    expect(error, "this test needs python3 (3.9 or later) on the PATH").to.equal(undefined);
    expect(stderr).to.equal("");
    expect(status).to.equal(0);
  });

  it("are in the manifest template with the clause and the artifact, by their digests", async () => {
    const template = JSON.parse(await readFile(`${FOLDER}/manifest.template.json`, "utf8"));
    expect(template).to.deep.equal(await freshTemplate(FOLDER));
    expect(template.audit.vectors).to.have.length.of.at.least(8);
  });

  it("belong to a template that is a sound manifest once its publisher is named", async () => {
    const template = JSON.parse(await readFile(`${FOLDER}/manifest.template.json`, "utf8"));
    const manifest = validateManifest({ ...template, authors: [PUBLISHER] });
    expect(entryArtifactOf(manifest).name).to.equal("rainfall_trigger.wasm");
    expect(() => validateManifest(template)).to.throw(InvalidManifestError, "$.authors: is missing");
  });
});
