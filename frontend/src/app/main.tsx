import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../ui/styles.css";
import { openPendingTransactions } from "../chain/pending.ts";
import { createTracker } from "../chain/tracker.ts";
import { createWagmi } from "../chain/wagmi.ts";
import { applyOverrides, readOverrides } from "../config/overrides.ts";
import { fetchRuntimeConfig } from "../config/runtime-config.ts";
import { App } from "./app.tsx";
import { StartErrorPage } from "./start-error-page.tsx";
import { followTheme } from "./theme.ts";

const root = createRoot(document.getElementById("root") ?? document.body);
followTheme();

try {
  const deployed = await fetchRuntimeConfig(fetch.bind(globalThis));
  const config = applyOverrides(deployed, readOverrides(localStorage, deployed.chainId));
  const wagmi = createWagmi(config);
  const pending = openPendingTransactions(localStorage, config.chainId);
  const tracker = createTracker(pending, async (hash) => {
    const { outcomeOnChain } = await import("../chain/outcome.ts");
    return outcomeOnChain(wagmi)(hash);
  });
  root.render(
    <StrictMode>
      <App config={config} deployed={deployed} wagmi={wagmi} tracker={tracker} />
    </StrictMode>,
  );
} catch (error) {
  root.render(<StartErrorPage error={error} />);
}
