// Builds the page into dist/web. Everything it needs comes along; the server adds nothing to it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Set by scripts/build.mjs, which builds beside what is in use.
  build: {
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // "use client" means nothing here.
      onwarn: (warning, say) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') say(warning);
      },
    },
  },
  worker: { format: 'es' },
});
