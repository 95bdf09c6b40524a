import { RpcArgumentError } from "./rpc-errors.ts";

/** The arguments of a command, read as Kubo does: booleans in words, the last value of several counts. */
export class RpcArguments {
  readonly #params: URLSearchParams;

  constructor(url: string) {
    this.#params = new URL(url).searchParams;
  }

  /** The positional arguments. */
  get all(): string[] {
    return this.#params.getAll("arg");
  }

  /** The only positional argument. @throws RpcArgumentError */
  get only(): string {
    const [first, ...others] = this.all;
    if (first === undefined || others.length > 0)
      throw new RpcArgumentError({
        argument: "arg",
        value: this.all.join(" "),
        needed: "it must be one CID or path",
      });
    return first;
  }

  text(name: string): string | undefined {
    return this.#params.getAll(name).at(-1);
  }

  /** @throws RpcArgumentError */
  flag(name: string, byDefault: boolean): boolean {
    const value = this.text(name) ?? String(byDefault);
    if (value !== "true" && value !== "false")
      throw new RpcArgumentError({ argument: name, value, needed: "it must be true or false" });
    return value === "true";
  }

  /** A number of bytes. @throws RpcArgumentError */
  size(name: string): number | undefined {
    const value = this.text(name);
    if (value !== undefined && !/^\d{1,15}$/.test(value))
      throw new RpcArgumentError({
        argument: name,
        value,
        needed: "it must be a number of bytes, 0 or more",
      });
    return value === undefined ? undefined : Number(value);
  }

  /** Refuses what would change the result and isn't done here: values other than the listed ones. @throws RpcArgumentError */
  allowOnly(allowed: Readonly<Record<string, readonly string[]>>): void {
    for (const [name, values] of Object.entries(allowed)) {
      for (const value of this.#params.getAll(name)) {
        if (!values.includes(value))
          throw new RpcArgumentError({
            argument: name,
            value,
            needed: `it must be ${values.join(" or ")} here`,
          });
      }
    }
  }
}
