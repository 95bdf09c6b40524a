import type { Log } from "../../src/core/ports.ts";

/** Keeps what was logged. */
export class MemoryLog implements Log {
  readonly lines: { level: string; fields: object; message: string }[] = [];
  info = (fields: object, message: string) => this.#keep("info", fields, message);
  warn = (fields: object, message: string) => this.#keep("warn", fields, message);
  error = (fields: object, message: string) => this.#keep("error", fields, message);

  #keep(level: string, fields: object, message: string): void {
    this.lines.push({ level, fields, message });
  }
}
