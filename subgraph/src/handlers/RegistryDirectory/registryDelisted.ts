import { RegistryDelisted } from "../../../generated/RegistryDirectory/RegistryDirectory";
import { Registry } from "../../../generated/schema";

export function handleRegistryDelisted(event: RegistryDelisted): void {
  const registry = Registry.load(event.params.registryId)!;
  registry.delistedAt = event.block.timestamp;
  registry.delistReason = event.params.reason;
  registry.save();
}
