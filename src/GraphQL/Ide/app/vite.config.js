import { defineConfig } from "vite";

// Fixed names: the server's page refers to them. Relative base: the page may be mapped at any path.
export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    modulePreload: false,
    chunkSizeWarningLimit: 10000,
    rollupOptions: {
      input: "main.jsx",
      output: { entryFileNames: "ide.js", assetFileNames: (asset) => asset.names[0]?.endsWith(".css") ? "ide.css" : "assets/[name]-[hash][extname]" }
    },
    cssCodeSplit: false
  }
});
