import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Catalogue, en, type MessageKey } from "./locales/en.ts";
import { isLanguage, LANGUAGES, type Language, type MessageValues, translate } from "./translate.ts";

interface Translation {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  readonly t: (key: MessageKey, values?: MessageValues) => string;
}

const KEY = "nexus:language";

const CATALOGUES = {
  en: async () => en,
  es: async () => (await import("./locales/es.ts")).es,
  ar: async () => (await import("./locales/ar.ts")).ar,
} satisfies Record<Language, () => Promise<Catalogue>>;

const LanguageContext = createContext<Translation>({
  language: "en",
  choose: () => undefined,
  t: (key, values) => translate(en, key, values),
});

function firstLanguage(): Language {
  const stored = localStorage.getItem(KEY);
  if (isLanguage(stored)) return stored;
  const preferred = navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage);
  return preferred ?? "en";
}

/** Holds the chosen language, loads its catalogue, and sets the document's language and direction. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const [catalogue, setCatalogue] = useState<Catalogue>(en);
  useEffect(() => {
    let current = true;
    void CATALOGUES[language]().then((loaded) => {
      if (!current) return;
      setCatalogue(loaded);
      document.documentElement.lang = language;
      document.documentElement.dir = LANGUAGES[language].direction;
    });
    return () => {
      current = false;
    };
  }, [language]);
  const value = useMemo<Translation>(
    () => ({
      language,
      choose: (next) => {
        localStorage.setItem(KEY, next);
        setLanguage(next);
      },
      t: (key, values) => translate(catalogue, key, values),
    }),
    [language, catalogue],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** The chosen language and its texts. */
export function useLanguage(): Translation {
  return useContext(LanguageContext);
}
