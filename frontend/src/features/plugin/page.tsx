export function PluginPage() {
  return null;
}
