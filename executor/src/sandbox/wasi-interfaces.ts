/** Interfaces of WASI 0.2 that the stub set has, without their versions. */
export const STUBBED_INTERFACES = [
  ...["wasi:cli/environment", "wasi:cli/exit", "wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/stderr"],
  ...["wasi:cli/terminal-input", "wasi:cli/terminal-output", "wasi:cli/terminal-stdin"],
  ...["wasi:cli/terminal-stdout", "wasi:cli/terminal-stderr"],
  ...["wasi:clocks/monotonic-clock", "wasi:clocks/wall-clock", "wasi:filesystem/preopens"],
  ...["wasi:filesystem/types", "wasi:io/error", "wasi:io/poll", "wasi:io/streams"],
  ...["wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"],
] as const;
