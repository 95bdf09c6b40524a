import { EmbeddedContentStore } from "./embedded.ts";
import { startGateway } from "./gateway.ts";

const [directory, port] = process.argv.slice(2);
if (directory === undefined || !/^\d{1,5}$/.test(port ?? "")) {
  console.error("Usage: node main.ts <directory> <port>");
  process.exit(2);
}

const gateway = await startGateway({ store: new EmbeddedContentStore({ directory }), port: Number(port) });
console.log(`Serving ${directory} at ${gateway.url}/ipfs/`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void gateway.close());
