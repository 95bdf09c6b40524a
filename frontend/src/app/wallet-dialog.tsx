import { useState } from "react";
import { type Connector, useConnect, useConnection, useConnectors } from "wagmi";
import { Account } from "../chain/account.tsx";
import { isDevelopmentConnector } from "../chain/development-wallet.ts";
import { explainFailure } from "../chain/failure.ts";
import { useRuntime } from "../config/context.tsx";
import { useLanguage } from "../i18n/context.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Note } from "../ui/states.tsx";

/** Chooses a wallet among those that announced themselves (EIP-6963), and on the local chain the development accounts. */
export function WalletDialog({ onClose, onDisconnect }: { onClose: () => void; onDisconnect: () => void }) {
  const { t } = useLanguage();
  const { address, isConnected } = useConnection();
  return (
    <Dialog title={t("wallet.title")} open onClose={onClose} closeLabel={t("action.close")}>
      {isConnected && address ? (
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3 rounded-lg bg-sunken px-4 py-3 text-sm">
          <Account address={address} />
          <Button look="quiet" onClick={onDisconnect}>
            {t("wallet.disconnect")}
          </Button>
        </div>
      ) : null}
      <WalletChoices onConnected={onClose} />
    </Dialog>
  );
}

function WalletChoices({ onConnected }: { onConnected: () => void }) {
  const { t } = useLanguage();
  const { chainId } = useRuntime();
  const { choose, waiting, failure } = useConnecting(onConnected);
  const connectors = useConnectors();
  const development = connectors.filter(isDevelopmentConnector);
  const discovered = connectors.filter((connector) => !isDevelopmentConnector(connector));
  return (
    <div className="flex flex-col gap-6">
      {failure ? <Note tone="warn">{failure}</Note> : null}
      {discovered.length > 0 ? (
        <section aria-label={t("wallet.found")}>
          <h3 className="mb-2 text-sm">{t("wallet.found")}</h3>
          <ul className="flex flex-col gap-2">
            {discovered.map((connector) => (
              <li key={connector.uid}>
                <Button
                  className="w-full justify-start"
                  busy={waiting === connector.uid}
                  onClick={() => choose(connector)}
                >
                  {connector.icon ? <img src={connector.icon} alt="" width="24" height="24" /> : null}
                  {connector.name}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {development.length > 0 ? (
        <section aria-label={t("wallet.development")}>
          <h3 className="text-sm">{t("wallet.development")}</h3>
          <p className="mt-1 mb-3 text-xs text-quiet">{t("wallet.developmentNote", { chainId })}</p>
          <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
            {development.map((connector) => (
              <li key={connector.uid}>
                <Button
                  className="w-full px-2"
                  busy={waiting === connector.uid}
                  onClick={() => choose(connector)}
                >
                  {connector.name}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {connectors.length === 0 ? <p className="text-sm">{t("wallet.none")}</p> : null}
    </div>
  );
}

function useConnecting(onConnected: () => void) {
  const { mutateAsync } = useConnect();
  const { connector: current } = useConnection();
  const [waiting, setWaiting] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const choose = async (connector: Connector) => {
    if (current?.uid === connector.uid) return onConnected();
    setWaiting(connector.uid);
    setFailure(undefined);
    try {
      await mutateAsync({ connector });
      onConnected();
    } catch (error) {
      const explained = await explainFailure(error);
      setFailure(
        explained.kind === "declined"
          ? "You declined in your wallet. Nothing is connected."
          : explained.reason,
      );
    } finally {
      setWaiting(undefined);
    }
  };
  return { choose: (connector: Connector) => void choose(connector), waiting, failure };
}
