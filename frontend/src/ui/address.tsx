import { CopyableHash, shortened } from "./hash.tsx";

/** An account: its name where it has one, its address shortened, whole to copy. */
export function Address({
  address,
  name,
  you = false,
  href,
}: {
  address: string;
  name?: string | undefined;
  /** Whether it is the reader's own. */
  you?: boolean;
  href?: string | undefined;
}) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5">
      {name === undefined ? null : <span className="font-semibold">{name}</span>}
      {you ? (
        <span className="rounded bg-accent-soft px-1.5 text-xs font-semibold text-accent">you</span>
      ) : null}
      <CopyableHash value={address} label={`address ${shortened(address)}`} href={href} />
    </span>
  );
}
