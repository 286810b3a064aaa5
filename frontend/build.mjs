// Writes loiste/static/dist: app.css, app.js, theme.js, fonts, icons.svg, favicon.svg, LICENSES.txt, and packed copies.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = process.env.LOISTE_DIST || join(here, "..", "loiste", "static", "dist");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: ["app.js", "charts.js", "theme.js", "app.css"].map((name) => ({ in: `src/${name}`, out: name.split(".")[0] })),
  entryNames: "[name]",
  assetNames: "fonts/[name]-[hash]",
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome120", "firefox121", "safari17"],
  loader: { ".woff2": "file" },
  legalComments: "none",
});

async function sprite() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(async (name) => {
    const text = await readFile(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const inner = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
    const lines = inner.replace(/<path stroke="none"[^>]*>/, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${lines}</symbol>`;
  }));
  await writeFile(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function favicon() {
  const text = await readFile(join(here, "src", "favicon.svg"), "utf8");
  await writeFile(join(out, "favicon.svg"), text);
}

async function licences() {
  const parts = ["@tabler/core", "@tabler/icons", "@fontsource-variable/inter", "echarts", "zrender", "htmx.org", "tslib"];
  const texts = await Promise.all(parts.map(async (part) => {
    const names = (await readdir(join(modules, part))).filter((name) => /^(licen[cs]e|notice)(\.|$)/i.test(name));
    const found = await Promise.all(names.sort().map((name) => readFile(join(modules, part, name), "utf8")));
    const { version, license } = JSON.parse(await readFile(join(modules, part, "package.json"), "utf8"));
    return `${part} ${version} (${license})\n\n${found.join("\n") || "No licence text in the package.\n"}`;
  }));
  await writeFile(join(out, "LICENSES.txt"), texts.join(`\n${"-".repeat(80)}\n`));
}

async function pack() {
  const names = (await readdir(out)).filter((name) => /\.(css|js|svg)$/.test(name));
  await Promise.all(names.map(async (name) => {
    const text = await readFile(join(out, name));
    await writeFile(join(out, `${name}.gz`), gzipSync(text, { level: 9 }));
    await writeFile(join(out, `${name}.br`), brotliCompressSync(text));
  }));
}

await Promise.all([sprite(), favicon(), licences()]);
await pack();
