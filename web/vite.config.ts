import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// With the browser's own Host, so that the server's check of the origin holds here too.
const server = { target: 'http://127.0.0.1:4321', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // A strict content security policy allows no data: scripts or fonts; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file of 210 KB over the wire, from this machine: splitting it would only make the start slower.
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': server, '/functions': server } },
});
