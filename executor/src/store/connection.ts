import type { ClientConfig } from "pg";

/** How long a statement waits for a lock that another session holds. */
const LOCK_MS = 30_000;
/** How long an answer may take. Longer than `LOCK_MS`, of which Postgres tells by itself. */
const ANSWER_MS = 40_000;
const KEEP_ALIVE_MS = 10_000;

/** Has Postgres end a session within 25 s of its other end's silence. The operating system's default is two hours. */
const NOTICING = [
  "tcp_keepalives_idle=10",
  "tcp_keepalives_interval=5",
  "tcp_keepalives_count=3",
  "tcp_user_timeout=25000",
];

/**
 * How this executor connects to its database: either side notices soon that the other went silent, and nothing waits without
 * end. What the address itself says outweighs it.
 */
export function connectionTo(databaseUrl: string): ClientConfig {
  const url = new URL(databaseUrl);
  const stated = url.searchParams.getAll("options");
  url.searchParams.set("options", [...NOTICING.map((setting) => `-c ${setting}`), ...stated].join(" "));
  return {
    connectionString: url.href,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    lock_timeout: LOCK_MS,
  };
}
