import { InvalidRuntimeConfigError } from "../config/errors.ts";

/** Shown in place of everything when the page can't know where its chain, index and gateway are. */
export function StartErrorPage({ error }: { error: unknown }) {
  const faults = error instanceof InvalidRuntimeConfigError ? error.faults : [];
  return (
    <main className="mx-auto max-w-2xl px-5 py-16">
      <h1 className="text-xl">This page can't start</h1>
      <p className="mt-4">
        {faults.length > 0
          ? "Its configuration, config.json, has fields that can't be used. Whoever serves this page can correct them:"
          : error instanceof Error
            ? error.message
            : String(error)}
      </p>
      {faults.length > 0 ? (
        <ul className="mt-4 flex flex-col gap-2">
          {faults.map(({ path, message }) => (
            <li key={path} className="rounded-lg border border-bad bg-bad-soft px-4 py-2 text-sm">
              <code className="font-mono">{path}</code>: {message}
            </li>
          ))}
        </ul>
      ) : null}
    </main>
  );
}
