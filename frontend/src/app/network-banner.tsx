import { useConnection, useSwitchChain } from "wagmi";
import { useRuntime } from "../config/context.tsx";
import { useLanguage } from "../i18n/context.tsx";
import { Button } from "../ui/button.tsx";
import { Note } from "../ui/states.tsx";

/** Says that the wallet is on another chain, with a button to switch. Each action also switches by itself. */
export function NetworkBanner() {
  const { t } = useLanguage();
  const { chainId } = useRuntime();
  const { isConnected, chainId: actual } = useConnection();
  const { mutate, isPending, error } = useSwitchChain();
  if (!isConnected || actual === chainId) return null;
  return (
    <Note tone="warn">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span>{t("wallet.wrongNetwork", { actual: actual ?? "?", expected: chainId })}</span>
        <Button busy={isPending} onClick={() => mutate({ chainId })}>
          {t("wallet.switch", { expected: chainId })}
        </Button>
      </div>
      {error ? (
        <p className="mt-2">Your wallet didn't switch. Choose chain {chainId} in the wallet itself.</p>
      ) : null}
    </Note>
  );
}
