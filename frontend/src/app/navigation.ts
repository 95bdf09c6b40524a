import type { MessageKey } from "../i18n/locales/en.ts";

/** The main navigation, in its order. */
export const NAVIGATION = [
  { to: "/", text: "nav.catalogue" },
  { to: "/reviews", text: "nav.reviews" },
  { to: "/bounties", text: "nav.bounties" },
  { to: "/credentials", text: "nav.credentials" },
  { to: "/runs", text: "nav.runs" },
] as const satisfies readonly {
  readonly to: string;
  readonly text: MessageKey;
}[];
