import { Address } from "@graphprotocol/graph-ts";
import { PluginTransferStarted } from "../../../generated/PluginRegistry/PluginRegistry";
import { Plugin } from "../../../generated/schema";

export function handlePluginTransferStarted(event: PluginTransferStarted): void {
  const plugin = Plugin.load(event.params.pluginId)!;
  const offered = event.params.pendingOwner;
  if (offered.equals(Address.zero())) plugin.pendingOwner = null;
  else plugin.pendingOwner = offered;
  plugin.save();
}
