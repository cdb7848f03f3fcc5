// Bundles every page of pages/ into dist/: one html and js (and css) each; hand-written html is copied as it is.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "node:path";

// Web fonts would be asked for from outside, and pages must need no other host.
const withoutFonts = {
  name: "without-fonts",
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules.*\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    })),
};

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
const files = readdirSync("pages").map(parse).filter(({ ext }) => ext !== ".css");

await build({
  entryPoints: files.filter(({ ext }) => ext !== ".html").map(({ base }) => `pages/${base}`),
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [withoutFonts],
});

const page = readFileSync("lib/page.html", "utf8");
for (const { name, ext, base } of files) {
  if (ext === ".html") {
    copyFileSync(`pages/${base}`, `dist/${base}`);
  } else {
    const styles = existsSync(`dist/${name}.css`) ? `<link rel="stylesheet" href="${name}.css">` : "";
    writeFileSync(`dist/${name}.html`, page.replace("<!-- styles -->", styles).replaceAll("NAME", name));
  }
}
console.log(`${files.length} pages in dist/`);
