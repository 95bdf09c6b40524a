import { type Catalogue, en, type MessageKey } from "./locales/en.ts";

/** Languages of the shell, with their own names and writing directions. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  es: { name: "Español", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
} as const;

export type Language = keyof typeof LANGUAGES;
export type MessageValues = Readonly<Record<string, string | number | bigint>>;

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);
}

/** A catalogue's text with its `{places}` filled; English where the catalogue lacks it. */
export function translate(catalogue: Catalogue, key: MessageKey, values: MessageValues = {}): string {
  const text: string = catalogue[key] ?? en[key];
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
