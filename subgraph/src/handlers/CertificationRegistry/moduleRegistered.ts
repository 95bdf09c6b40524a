import { ModuleRegistered } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { ModuleCode } from "../../../generated/schema";

export function handleModuleRegistered(event: ModuleRegistered): void {
  const code = new ModuleCode(event.params.versionId);
  code.version = event.params.versionId;
  code.module = event.params.module;
  code.codeHash = event.params.codeHash;
  code.registeredAt = event.block.timestamp;
  code.registeredTx = event.transaction.hash;
  code.save();
}
