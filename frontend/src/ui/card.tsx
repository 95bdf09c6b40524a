import { type ReactNode, useId } from "react";

/** A surface with one subject. With a title it is a labelled region. */
export function Card({
  title,
  aside,
  children,
  className = "",
  level = 2,
}: {
  title?: ReactNode;
  /** At the end of the title's line: a badge, a link. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  level?: 2 | 3;
}) {
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section
      aria-labelledby={title === undefined ? undefined : id}
      className={`min-w-0 rounded-xl border border-line bg-surface p-5 sm:p-6 ${className}`}
    >
      {title === undefined ? null : (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <Heading id={id} className="text-lg">
            {title}
          </Heading>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** The head of a page: where one is, and what it is about. */
export function PageHeader({
  title,
  lead,
  aside,
  eyebrow,
}: {
  title: ReactNode;
  lead?: ReactNode;
  aside?: ReactNode;
  eyebrow?: ReactNode;
}) {
  return (
    <header className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="max-w-2xl min-w-0">
        {eyebrow === undefined ? null : <div className="mb-2 text-sm text-quiet">{eyebrow}</div>}
        <h1 className="text-xl sm:text-2xl">{title}</h1>
        {lead === undefined ? null : <p className="mt-3 text-quiet">{lead}</p>}
      </div>
      {aside}
    </header>
  );
}
