import type { ReactNode } from "react";

/** Names and values, one below the other. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-3 text-sm sm:grid-cols-[minmax(8rem,max-content)_1fr]">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet max-sm:-mb-2">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
