import { type ButtonHTMLAttributes, type ReactNode, useId } from "react";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  secondary: "bg-surface text-ink border-edge hover:bg-sunken",
  quiet: "bg-transparent text-accent border-transparent hover:bg-accent-soft",
  danger: "bg-surface text-bad border-bad hover:bg-bad-soft",
} as const;

export type ButtonLook = keyof typeof LOOKS;

const BASE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-4 py-2 text-sm font-semibold aria-disabled:bg-sunken aria-disabled:text-quiet aria-disabled:border-line aria-disabled:hover:bg-sunken";

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "secondary", className = ""): string {
  return `${BASE} ${LOOKS[look]} ${className}`;
}

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  readonly look?: ButtonLook;
  /** Why it can't be used now. It stays reachable by keyboard, and the reason is shown below it and read out. */
  readonly disabledReason?: string | undefined;
  /** While something runs: not usable, and says so by a turning mark. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** A button that is either usable or says why not. */
export function Button({
  look,
  disabledReason,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const id = useId();
  const blocked = disabledReason !== undefined || busy;
  const button = (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, className)}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason === undefined ? rest["aria-describedby"] : id}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className="inline-flex max-w-full flex-col items-start gap-1.5">
      {button}
      <span id={id} className="text-xs text-quiet">
        {disabledReason}
      </span>
    </span>
  );
}

/** A turning mark; decoration only. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 animate-spin rounded-full border-2 border-current border-e-transparent"
    />
  );
}
