import { Badge } from "./badge.tsx";
import { CopyableHash } from "./hash.tsx";
import { Note } from "./states.tsx";

/** Whether bytes from a gateway are those that the chain names, as hashed in this browser. */
export function DigestVerdict({ verdict, what }: { verdict: "verified" | "differ"; what: string }) {
  return verdict === "verified" ? (
    <Badge tone="good">{what} verified</Badge>
  ) : (
    <Badge tone="bad">{what}: bytes differ</Badge>
  );
}

/** Says that a gateway sent other bytes, which aren't shown. */
export function BytesDiffer({ digest, found, gateway }: { digest: string; found: string; gateway: string }) {
  return (
    <Note tone="bad">
      <p className="font-semibold">
        The gateway sent other bytes than the chain names, so they aren't shown.
      </p>
      <p className="mt-1">
        The chain names <CopyableHash value={digest} label="expected digest" />; what {gateway} sent hashes to{" "}
        <CopyableHash value={found} label="found digest" />. Choose another gateway in the settings.
      </p>
    </Note>
  );
}
