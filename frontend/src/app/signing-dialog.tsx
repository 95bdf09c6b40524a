import type { Asked } from "../chain/confirmation.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

const TITLES = {
  transaction: "Send this transaction?",
  "typed-data": "Sign this?",
  message: "Sign this message?",
} as const;

/** Asks before a development account signs, as a wallet should. Closing it says no. */
export function SigningDialog({ request }: { request: Asked }) {
  const { account, kind, details, answer } = request;
  return (
    <Dialog title={TITLES[kind]} open onClose={() => answer(false)}>
      <p className="text-sm text-quiet">
        Development account <strong className="text-ink">{account}</strong>, on the local chain.
      </p>
      <dl className="mt-4 flex flex-col gap-3 text-sm">
        {details.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-quiet">{name}</dt>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long values scroll, and a keyboard must reach them */}
            <dd tabIndex={0} className="max-h-32 overflow-auto font-mono text-xs break-all">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={() => answer(false)}>Reject</Button>
        <Button look="primary" onClick={() => answer(true)}>
          {kind === "transaction" ? "Send" : "Sign"}
        </Button>
      </div>
    </Dialog>
  );
}
