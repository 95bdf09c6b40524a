import { PluginRegistered } from "../../../generated/PluginRegistry/PluginRegistry";
import { Plugin } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { loadPublisher } from "../../entities/publisher";

export function handlePluginRegistered(event: PluginRegistered): void {
  const plugin = new Plugin(event.params.pluginId);
  plugin.name = event.params.name;
  plugin.owner = loadPublisher(event.params.owner).id;
  plugin.versionCount = 0;
  plugin.settledRuns = 0;
  plugin.registeredAt = event.block.timestamp;
  plugin.registeredBlock = event.block.number;
  plugin.registeredTx = event.transaction.hash;
  plugin.save();
  const protocol = loadProtocol();
  protocol.plugins += 1;
  protocol.save();
}
