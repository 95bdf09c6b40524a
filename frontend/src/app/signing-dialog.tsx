import { useSyncExternalStore } from "react";
import { signingRequests } from "../chain/confirmation.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

const TITLES = {
  transaction: "Send this transaction?",
  "typed-data": "Sign this?",
  message: "Sign this message?",
} as const;

/** Asks before a development account signs, as a wallet should. */
export function SigningDialog() {
  const queue = useSyncExternalStore(signingRequests.subscribe, signingRequests.read);
  const request = queue[0];
  return (
    <Dialog
      title={request ? TITLES[request.kind] : ""}
      open={request !== undefined}
      onClose={() => request?.answer(false)}
    >
      {request ? (
        <>
          <p className="text-sm text-quiet">
            Development account <strong className="text-ink">{request.account}</strong>, on the local chain.
          </p>
          <dl className="mt-4 flex flex-col gap-3 text-sm">
            {request.details.map(([name, value]) => (
              <div key={name}>
                <dt className="text-xs text-quiet">{name}</dt>
                <dd className="max-h-32 overflow-auto font-mono text-xs break-all">{value}</dd>
              </div>
            ))}
          </dl>
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <Button onClick={() => request.answer(false)}>Reject</Button>
            <Button look="primary" onClick={() => request.answer(true)}>
              {request.kind === "transaction" ? "Send" : "Sign"}
            </Button>
          </div>
        </>
      ) : null}
    </Dialog>
  );
}
