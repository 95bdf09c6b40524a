import type { Grant } from "@nexus/protocol";
import { bytesWords, millisecondsWords } from "./words.ts";

/** A grant in sentences, the same for every plugin with that grant. */
export function grantLines({ capabilities, limits, isolation, walls }: Grant): string[] {
  const { memoryBytes, cpuMs, wallMs, outputBytes, hostCalls, logBytes } = limits;
  return [
    capabilities.length === 0
      ? "Nothing but compute."
      : `Interfaces: ${capabilities.map(({ name, scope }) => [name, ...scope].join(" ")).join(", ")}.`,
    `${bytesWords(memoryBytes)} of memory, ${millisecondsWords(cpuMs)} of computing within ${millisecondsWords(wallMs)}.`,
    `${bytesWords(outputBytes)} of output, ${bytesWords(logBytes)} of log, ${hostCalls} calls of the host.`,
    `${isolation === "run" ? "A process of its own for every run" : "A fresh instance for every run"}, behind ${walls.join(", ") || "no wall"}.`,
  ];
}
