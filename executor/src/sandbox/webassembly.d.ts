/** The part of the WebAssembly JavaScript API the sandbox uses; neither `lib: esnext` nor Node's types declare it. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;

  class Module {
    constructor(bytes: Uint8Array);
  }

  class Instance {
    readonly exports: Readonly<Record<string, unknown>>;
    constructor(module: Module, imports?: Imports);
  }

  class Memory {
    readonly buffer: ArrayBuffer;
  }

  class Global<T extends bigint | number> {
    value: T;
    constructor(type: { value: "i32" | "i64"; mutable: boolean }, value: T);
  }

  class RuntimeError extends Error {}

  class Exception {}

  function validate(bytes: Uint8Array): boolean;
}
