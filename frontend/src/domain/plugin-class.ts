/** A plugin class in words: "risk analytics library". */
export function pluginClassName(pluginClass: string): string {
  return pluginClass.replaceAll("-", " ");
}
