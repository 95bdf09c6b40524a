export { handlePluginRegistered } from "../handlers/PluginRegistry/pluginRegistered";
export { handlePluginTransferred } from "../handlers/PluginRegistry/pluginTransferred";
export { handlePluginTransferStarted } from "../handlers/PluginRegistry/pluginTransferStarted";
export { handleVersionPublished } from "../handlers/PluginRegistry/versionPublished";
export { handleVersionYanked } from "../handlers/PluginRegistry/versionYanked";
