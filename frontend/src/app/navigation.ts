import type { MessageKey } from "../i18n/locales/en.ts";

/** The main navigation, in its order. */
export const NAVIGATION = [{ to: "/", text: "nav.catalogue" }] as const satisfies readonly {
  readonly to: string;
  readonly text: MessageKey;
}[];
