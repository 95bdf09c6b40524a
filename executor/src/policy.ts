import type { CAPABILITIES } from "@nexus/protocol";

/** Capabilities that this executor grants; a manifest that asks for others is refused. */
export const CAPABILITY_POLICY: readonly (typeof CAPABILITIES)[number][] = ["log"];
