import { NxsError } from "@nexus/protocol";
import { EmbeddedContentStore } from "./embedded.ts";
import { startGateway } from "./gateway.ts";

/** Names in a variable, separated by commas. */
function listIn(value = ""): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const [directory, port] = process.argv.slice(2);
if (directory === undefined || !/^\d{1,5}$/.test(port ?? "")) {
  console.error(
    "Usage: node main.ts <directory> <port>\n" +
      "NEXUS_UPLOAD_TOKEN lets those who send it write; NEXUS_UPLOAD_ORIGINS lists the origins whose pages may,\n" +
      "and NEXUS_UPLOAD_HOSTS the names of this server besides the loopback ones, separated by commas.",
  );
  process.exit(2);
}

const store = new EmbeddedContentStore({ directory });
const token = process.env.NEXUS_UPLOAD_TOKEN;
const uploads = token && {
  store,
  token,
  origins: listIn(process.env.NEXUS_UPLOAD_ORIGINS),
  hosts: listIn(process.env.NEXUS_UPLOAD_HOSTS),
};

try {
  const gateway = await startGateway({ store, port: Number(port), ...(uploads ? { uploads } : {}) });
  console.log(`Serving ${directory} at ${gateway.url}/ipfs/`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void gateway.close());
} catch (error) {
  if (!(error instanceof NxsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
