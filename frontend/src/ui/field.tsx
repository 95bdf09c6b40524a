import { type ReactNode, useId } from "react";

/** What an input inside a field takes to belong to its label, hint and error. */
export interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

/** The look of text inputs, selects and text areas. */
export const INPUT_CLASS =
  "min-h-11 w-full rounded-lg border border-edge bg-surface px-3 py-2 text-sm text-ink placeholder:text-quiet";

/** A labelled input with a hint and an error: `<Field label="Amount">{(control) => <input {...control} />}</Field>`. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-xs font-semibold">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-quiet">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-xs font-semibold text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
