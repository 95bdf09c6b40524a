import { lazy, Suspense, useState } from "react";
import { useConnection, useDisconnect } from "wagmi";
import { useAccountNames } from "../chain/account-names.ts";
import { useLanguage } from "../i18n/context.tsx";
import { Button } from "../ui/button.tsx";
import { shortened } from "../ui/hash.tsx";

const WalletDialog = lazy(async () => ({ default: (await import("./wallet-dialog.tsx")).WalletDialog }));

/** Opens the wallet dialog; connected, it shows the account. */
export function WalletButton() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const { address, isConnected } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  const names = useAccountNames();
  const name = address ? (names.get(address.toLowerCase()) ?? shortened(address)) : "";
  return (
    <>
      <Button
        look={isConnected ? "secondary" : "primary"}
        onClick={() => setOpen(true)}
        aria-label={isConnected ? t("wallet.connected", { account: name }) : t("wallet.connect")}
      >
        {isConnected ? (
          <>
            <span aria-hidden="true" className="size-2 rounded-full bg-good" />
            {name}
          </>
        ) : (
          <>
            <span className="sm:hidden">{t("wallet.connectShort")}</span>
            <span className="max-sm:hidden">{t("wallet.connect")}</span>
          </>
        )}
      </Button>
      {open ? (
        <Suspense>
          <WalletDialog onClose={() => setOpen(false)} onDisconnect={() => disconnect({})} />
        </Suspense>
      ) : null}
    </>
  );
}
