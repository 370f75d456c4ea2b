import { defineConfig } from 'vite';

/** `square-bundle.ts` says what is bundled, and where it goes. */
export default defineConfig({
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    target: 'node24',
    minify: true, // half of it is loaded in less time
    rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
  },
});
