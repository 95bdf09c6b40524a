import { createHmac } from "node:crypto";
import type { Notice } from "../core/notice.ts";
import { WebhookRefusedError } from "../errors.ts";

export type Webhook = {
  readonly url: string;
  /** Signs the body, so that the receiver knows who calls. */
  readonly secret: string;
  readonly executor: string;
  readonly chainId: number;
};

const ANSWER_MS = 10_000;

/**
 * Delivers a notice: a POST of JSON, signed as `x-nexus-signature: sha256=<hex HMAC-SHA-256 of the body>`. A notice may come
 * more than once; its id, also in `x-nexus-notice`, tells.
 * @throws WebhookRefusedError for any answer but 2xx; what fetch throws
 */
export async function deliver({ url, secret, ...sender }: Webhook, notice: Notice): Promise<void> {
  const body = JSON.stringify({ ...notice, ...sender });
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-nexus-notice": notice.id,
      "x-nexus-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new WebhookRefusedError({ host: new URL(url).host, status: response.status });
}
