/** One step of the main job, as it went. */
export type Step = { name: string; ok: boolean; ms: number; tx?: string; detail?: string; error?: string };

/** Tells a person what happens. */
export type Reporter = { line(message: string): void; step(step: Step): void };

export function consoleReporter(write: (text: string) => void = console.log): Reporter {
  const begun = performance.now();
  const clock = () => `${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s`;
  return {
    line: (message) => write(`${clock()}  ${message}`),
    step: ({ name, ok, tx, detail, error }) => {
      write(`${clock()}  ${ok ? "✓" : "✗"} ${name}${detail ? `: ${detail}` : ""}`);
      if (tx) write(`${" ".repeat(14)}tx ${tx}`);
      if (error) write(`${" ".repeat(14)}${error}`);
    },
  };
}
