// Times @huggingface/tokenizers on request: "NAME ITERATIONS THREADS" in, seconds per iteration out.
// Arguments: a folder of tokenizers, and a file with one text per line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { Tokenizer } from "@huggingface/tokenizers";

const [folder, file] = process.argv.slice(2);
const texts = readFileSync(file, "utf8").split("\n");
const loaded = new Map();

function tokenizer(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Tokenizer(JSON.parse(readFileSync(`${folder}/${name}/tokenizer.json`, "utf8")), {}));
  }
  return loaded.get(name);
}

const manifest = createRequire(import.meta.url)("./package-lock.json");
console.log(`ready ${manifest.packages["node_modules/@huggingface/tokenizers"].version}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, iterations] = line.split(" ");
  const chosen = tokenizer(name);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < Number(iterations); i++) {
    for (const text of texts) chosen.encode(text);
  }
  const [wall, used] = [(performance.now() - start) / 1000, process.cpuUsage(cpu)];
  console.log(wall / Number(iterations), (used.user + used.system) / 1e6 / Number(iterations));
}
