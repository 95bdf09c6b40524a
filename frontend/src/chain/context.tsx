import { createContext, type ReactNode, useContext, useEffect } from "react";
import { type Config, WagmiProvider } from "wagmi";
import type { TransactionTracker } from "./tracker.ts";

const TrackerContext = createContext<TransactionTracker | undefined>(undefined);

/** Gives wallets, the chain and the tracked transactions to everything below. */
export function ChainProvider({
  wagmi,
  tracker,
  children,
}: {
  wagmi: Config;
  tracker: TransactionTracker;
  children: ReactNode;
}) {
  useEffect(() => tracker.resume(), [tracker]);
  return (
    <WagmiProvider config={wagmi}>
      <TrackerContext value={tracker}>{children}</TrackerContext>
    </WagmiProvider>
  );
}

/** The transactions that this browser sent. */
export function useTracker(): TransactionTracker {
  const tracker = useContext(TrackerContext);
  if (tracker === undefined) throw new Error("useTracker needs a ChainProvider above it");
  return tracker;
}
