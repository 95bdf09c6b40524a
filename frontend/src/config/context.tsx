import { createContext, type ReactNode, useContext } from "react";
import type { RuntimeConfig } from "./runtime-config.ts";

const RuntimeContext = createContext<RuntimeConfig | undefined>(undefined);

/** Gives the page's configuration, overrides applied, to everything below. */
export function RuntimeProvider({ config, children }: { config: RuntimeConfig; children: ReactNode }) {
  return <RuntimeContext value={config}>{children}</RuntimeContext>;
}

/** The page's configuration, with a person's overrides applied. */
export function useRuntime(): RuntimeConfig {
  const config = useContext(RuntimeContext);
  if (config === undefined) throw new Error("useRuntime needs a RuntimeProvider above it");
  return config;
}
