import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { InvalidOverrideError } from "../config/errors.ts";
import { OVERRIDABLE, type Overrides, readOverrides, writeOverrides } from "../config/overrides.ts";
import { useLanguage } from "../i18n/context.tsx";
import { isLanguage, LANGUAGES } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field, INPUT_CLASS } from "../ui/field.tsx";
import { chooseTheme, chosenTheme, THEMES, type Theme } from "./theme.ts";

/** Appearance, language, and where the chain, the index and the gateway are. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog title={t("settings.title")} open onClose={onClose} closeLabel={t("action.close")}>
      <div className="flex flex-col gap-6">
        <div className="grid gap-4 sm:grid-cols-2">
          <ThemeField />
          <LanguageField />
        </div>
        <Connections />
      </div>
    </Dialog>
  );
}

function ThemeField() {
  const { t } = useLanguage();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <Field label={t("theme.label")}>
      {(control) => (
        <select
          {...control}
          className={INPUT_CLASS}
          value={theme}
          onChange={({ target }) => {
            chooseTheme(target.value as Theme);
            setTheme(target.value as Theme);
          }}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {t(`theme.${name}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function LanguageField() {
  const { t, language, choose } = useLanguage();
  return (
    <Field label={t("language.label")}>
      {(control) => (
        <select
          {...control}
          className={INPUT_CLASS}
          value={language}
          onChange={({ target }) => isLanguage(target.value) && choose(target.value)}
        >
          {Object.entries(LANGUAGES).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Connections() {
  const { t } = useLanguage();
  const { deployed } = useRouteContext({ from: "__root__" });
  const [overrides, setOverrides] = useState<Overrides>(() => readOverrides(localStorage, deployed.chainId));
  const [fault, setFault] = useState<InvalidOverrideError>();
  const keep = (next: Overrides) => {
    try {
      writeOverrides(localStorage, deployed.chainId, next);
      location.reload();
    } catch (error) {
      if (!(error instanceof InvalidOverrideError)) throw error;
      setFault(error);
    }
  };
  return (
    <form
      className="flex flex-col gap-4 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        keep(overrides);
      }}
    >
      <h3 className="text-sm">{t("settings.connections")}</h3>
      <p className="-mt-2 text-xs text-quiet">{t("settings.connectionsNote")}</p>
      {OVERRIDABLE.map((field) => (
        <Field
          key={field}
          label={t(`settings.${field}`)}
          error={fault?.field === field ? fault.message : undefined}
        >
          {(control) => (
            <input
              {...control}
              className={INPUT_CLASS}
              dir="ltr"
              inputMode="url"
              placeholder={deployed[field]}
              value={overrides[field] ?? ""}
              onChange={({ target }) => setOverrides({ ...overrides, [field]: target.value })}
            />
          )}
        </Field>
      ))}
      <div className="flex flex-wrap gap-3">
        <Button look="primary" type="submit">
          {t("settings.save")}
        </Button>
        <Button onClick={() => keep({})}>{t("settings.reset")}</Button>
      </div>
    </form>
  );
}
