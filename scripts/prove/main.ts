import { readOptions } from "../command/options.ts";
import { check } from "./check.ts";
import { proofs, readSources } from "./sources.ts";

const HELP = `npm run prove: asks the SMT checker whether what the contracts assert holds for every input

  --help   this text`;

readOptions(HELP, {});
const sources = await readSources();
for (const { file, contract } of proofs) {
  const { proven, unproven } = check(sources, file, contract);
  console.log(`${contract}: ${proven} conditions proven, ${unproven.length} not.`);
  if (proven === 0 || unproven.length > 0) process.exitCode = 1;
  for (const text of unproven) console.error(text);
}
