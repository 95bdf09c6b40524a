import { createServer } from "node:net";
import { StackError } from "./errors.ts";
import type { IndexerPorts } from "./indexer.ts";

/** TCP ports of the local stack. graph-node's (`indexer`) are open on every interface, the others on loopback alone. */
export type Ports = {
  chain: number;
  gateway: number;
  postgres: number;
  page: number;
  executors: [number, number, number];
  indexer: IndexerPorts;
};

const DEFAULTS = { chain: 8545, gateway: 8580, postgres: 8532, page: 8500, executors: 8601, indexer: 8701 };

/**
 * The fixed ports, or what `NEXUS_PORT_CHAIN`, `_GATEWAY`, `_POSTGRES`, `_PAGE`, `_EXECUTORS` (the first of three) and
 * `_INDEXER` (the first of four) say.
 */
export async function fixedPorts(env: NodeJS.ProcessEnv = process.env): Promise<Ports> {
  const port = (name: keyof typeof DEFAULTS) =>
    portOf(`NEXUS_PORT_${name.toUpperCase()}`, env, DEFAULTS[name]);
  const executor = port("executors");
  const indexer = port("indexer");
  const ports: Ports = {
    chain: port("chain"),
    gateway: port("gateway"),
    postgres: port("postgres"),
    page: port("page"),
    executors: [executor, executor + 1, executor + 2],
    indexer: { http: indexer, status: indexer + 1, admin: indexer + 2, metrics: indexer + 3 },
  };
  for (const [name, value] of Object.entries(ports)) {
    for (const candidate of typeof value === "number" ? [value] : Object.values(value)) {
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
  const free = await Promise.all(Array.from({ length: 11 }, () => listen(0)));
  const next = () => free.pop() ?? 0;
  return {
    chain: next(),
    gateway: next(),
    postgres: next(),
    page: next(),
    executors: [next(), next(), next()],
    indexer: { http: next(), status: next(), admin: next(), metrics: next() },
  };
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
