import {
  RegistryListed,
  RegistryListedContractsStruct,
} from "../../../generated/RegistryDirectory/RegistryDirectory";
import { Registry } from "../../../generated/schema";
import { RegistryKind } from "../../enums.gen";

export function handleRegistryListed(event: RegistryListed): void {
  const contracts: RegistryListedContractsStruct = event.params.contracts;
  const registry = new Registry(event.params.registryId);
  registry.name = event.params.name;
  registry.kind = RegistryKind[event.params.kind];
  if (registry.kind != "Home") registry.parent = event.params.parent;
  registry.accessManager = contracts.accessManager;
  registry.pluginRegistry = contracts.pluginRegistry;
  registry.certificationRegistry = contracts.certificationRegistry;
  registry.attester = contracts.attester;
  registry.listedAt = event.block.timestamp;
  registry.listedTx = event.transaction.hash;
  registry.save();
}
