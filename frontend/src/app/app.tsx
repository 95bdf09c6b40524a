import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import type { Config } from "wagmi";
import { hashFn } from "wagmi/query";
import { ChainProvider } from "../chain/context.tsx";
import type { TransactionTracker } from "../chain/tracker.ts";
import { RuntimeProvider } from "../config/context.tsx";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { LanguageProvider } from "../i18n/context.tsx";
import { createPageRouter } from "./router.tsx";

/** The page with everything it stands on. `deployed` is the configuration before a person's overrides. */
export function App(props: {
  config: RuntimeConfig;
  deployed: RuntimeConfig;
  wagmi: Config;
  tracker: TransactionTracker;
}) {
  const { config, deployed, wagmi, tracker } = props;
  const [queries] = useState(createQueries);
  const [router] = useState(() => createPageRouter({ deployed }));
  return (
    <RuntimeProvider config={config}>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <ChainProvider wagmi={wagmi} tracker={tracker}>
            <RouterProvider router={router} />
          </ChainProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </RuntimeProvider>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    // Keys hold the chain's numbers, which JSON can't.
    defaultOptions: { queries: { retry: 1, staleTime: 5_000, queryKeyHashFn: hashFn } },
  });
}
