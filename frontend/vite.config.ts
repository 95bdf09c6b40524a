import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** What every page needs stays together, so that the first page is few requests and compresses well. */
const SHARED = [
  {
    name: "react",
    test: /node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store|zustand|eventemitter3|mipd)\//,
  },
  { name: "parts", test: /frontend\/src\/(ui|config|index)\// },
];

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: SHARED } } },
  },
});
