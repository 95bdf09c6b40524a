import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { buttonClass } from "../ui/button.tsx";
import { EmptyState, ErrorState } from "../ui/states.tsx";

/** What a route shows when drawing it failed. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return <ErrorState title="This page met an error" error={error} onRetry={reset} />;
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <EmptyState
      level={1}
      title="There is nothing at this address"
      action={
        <Link to="/" className={buttonClass("primary")}>
          To the catalogue
        </Link>
      }
    >
      The link may be mistyped, or meant for a newer version of this page.
    </EmptyState>
  );
}
