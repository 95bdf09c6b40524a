import { createServer } from "node:net";
import { StackError } from "./errors.ts";

/** TCP ports of the local stack, all on loopback. */
export type Ports = { chain: number; gateway: number; postgres: number; executors: [number, number, number] };

const DEFAULTS = { chain: 8545, gateway: 8580, postgres: 8532, executors: 8601 };

/** The fixed ports, or what `NEXUS_PORT_CHAIN`, `_GATEWAY`, `_POSTGRES` and `_EXECUTORS` (the first of three) say. */
export async function fixedPorts(env: NodeJS.ProcessEnv = process.env): Promise<Ports> {
  const port = (name: keyof typeof DEFAULTS) =>
    portOf(`NEXUS_PORT_${name.toUpperCase()}`, env, DEFAULTS[name]);
  const first = port("executors");
  const ports: Ports = {
    chain: port("chain"),
    gateway: port("gateway"),
    postgres: port("postgres"),
    executors: [first, first + 1, first + 2],
  };
  for (const [name, value] of Object.entries(ports)) {
    for (const candidate of [value].flat()) {
      if (await listen(candidate).catch(() => undefined)) continue;
      throw new StackError(
        `Port ${candidate} (${name}) is taken by another process. Stop it, or choose another with NEXUS_PORT_${name.toUpperCase()}=<port>.`,
      );
    }
  }
  return ports;
}

function portOf(variable: string, env: NodeJS.ProcessEnv, otherwise: number): number {
  const text = env[variable];
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StackError(`${variable} is "${text}", which is no TCP port. Give a number from 1 to 65535.`);
}

/** Ports that nobody uses now, for a stack that runs beside another. */
export async function freePorts(): Promise<Ports> {
  const [chain, gateway, postgres, ...executors] = await Promise.all(
    Array.from({ length: 6 }, () => listen(0)),
  );
  return { chain, gateway, postgres, executors } as Ports;
}

/** Opens and closes a listening socket; answers with its port. */
function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
