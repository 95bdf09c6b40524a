import { type ReactNode, useEffect, useId, useRef } from "react";

/** A modal dialog over the browser's own `<dialog>`: focus stays inside, Escape closes, focus returns. */
export function Dialog({
  title,
  open,
  onClose,
  closeLabel = "Close",
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  closeLabel?: string;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={onClose}
      className="m-auto max-h-[88dvh] w-[min(34rem,calc(100vw-1.5rem))] overflow-auto rounded-2xl border border-line bg-surface p-0 text-ink shadow-2xl"
    >
      {open ? (
        <div className="p-5 sm:p-7">
          <div className="mb-4 flex items-start justify-between gap-4">
            <h2 id={id} className="text-lg">
              {title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              aria-label={closeLabel}
              className="-me-2 -mt-1 grid size-10 place-items-center rounded-lg text-quiet hover:bg-sunken"
            >
              <span aria-hidden="true">✕</span>
            </button>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
