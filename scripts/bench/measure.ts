import { measureCertification, measureVotes } from "./board.ts";
import { measureDisputes } from "./disputes.ts";
import { measureBounty, measureTask } from "./money.ts";
import { measureAttestation, measureMint, measureStockGovernor } from "./peers.ts";
import { measureChecks, measureCodeChecks, measurePublishing } from "./registry.ts";
import type { Row } from "./row.ts";

/** Every operation beside its peer, on one in-process chain. The contracts must be built. */
export async function measureGas(): Promise<readonly Row[]> {
  const stock = await measureStockGovernor();
  return [
    ...(await measureVotes(stock)),
    ...(await measureCertification(await measureAttestation(), await measureMint())),
    ...(await measureChecks()),
    ...(await measureCodeChecks()),
    ...(await measurePublishing()),
    ...(await measureBounty()),
    ...(await measureTask()),
    ...(await measureDisputes()),
  ];
}
