import { PluginTransferred } from "../../../generated/PluginRegistry/PluginRegistry";
import { Plugin } from "../../../generated/schema";
import { loadPublisher } from "../../entities/publisher";

export function handlePluginTransferred(event: PluginTransferred): void {
  const plugin = Plugin.load(event.params.pluginId)!;
  plugin.owner = loadPublisher(event.params.owner).id;
  plugin.pendingOwner = null;
  plugin.save();
}
