const EXPOSED = "ETag, Content-Length, Content-Range, Accept-Ranges, X-Ipfs-Path";

/** For every answer: any page may read it, nothing in content may run, and nobody guesses its type. */
export const SAFETY = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED,
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
} as const;

/** The answer to a browser that asks whether a page may read. */
export function readPreflight(methods: string): Response {
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": methods,
    "access-control-allow-headers": "Accept, Cache-Control, Content-Type, If-None-Match, If-Range, Range",
    "access-control-max-age": "86400",
  };
  return new Response(null, { status: 204, headers });
}
