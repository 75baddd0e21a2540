// Writes a brotli file beside every asset below a folder: `node compress.mjs <folder>`.
// Quality 11 is slow, which is why it is done once at build time and never by the server.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const compressible = new Set([".wasm", ".js", ".css", ".html", ".svg", ".json", ".txt", ".webmanifest"]);

const folder = process.argv[2];
if (!folder) throw new Error("usage: node compress.mjs <folder>");

for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = await readFile(path);
  const packed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  await writeFile(`${path}.br`, packed);
  console.log(`${path}: ${bytes.length} -> ${packed.length}`);
}
