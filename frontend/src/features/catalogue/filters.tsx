import { useEffect, useRef } from "react";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { type CatalogueFilter, FILTER_CHOICES } from "./filter.ts";

const LABELS = { domain: "Domain", class: "Class", licence: "Licence", status: "Status" } as const;
const NAMES = Object.keys(LABELS) as readonly (keyof typeof LABELS)[];

/** The search and its filters. "/" puts the cursor into the search, Escape empties it. */
export function Filters({
  filter,
  onChange,
}: {
  filter: CatalogueFilter;
  onChange: (filter: CatalogueFilter) => void;
}) {
  const search = useRef<HTMLInputElement>(null);
  useSlashFocus(search);
  return (
    <search className="grid grid-cols-2 gap-3 lg:grid-cols-[2fr_1fr_1fr_1fr_1fr]">
      <div className="col-span-2 lg:col-span-1">
        <Field label="Search">
          {(control) => (
            <input
              {...control}
              ref={search}
              type="search"
              className={INPUT_CLASS}
              placeholder="Name, purpose, hazard…"
              aria-keyshortcuts="/"
              value={filter.q ?? ""}
              onChange={({ target }) => onChange({ ...filter, q: target.value || undefined })}
              onKeyDown={({ key }) => key === "Escape" && onChange({ ...filter, q: undefined })}
            />
          )}
        </Field>
      </div>
      {NAMES.map((name) => (
        <Field key={name} label={LABELS[name]}>
          {(control) => (
            <select
              {...control}
              className={INPUT_CLASS}
              value={filter[name] ?? ""}
              onChange={({ target }) => onChange({ ...filter, [name]: target.value || undefined })}
            >
              <option value="">Any</option>
              {FILTER_CHOICES[name].map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </search>
  );
}

function useSlashFocus(search: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, [search]);
}
