// Reads rendered manifests from standard input and prints what is wrong with them, a line each; exits with 1 then.
// Types and required fields come from kubernetes-models, the names of fields from the official client, and both for
// custom resources from schemas.mjs.
import * as client from "./node_modules/@kubernetes/client-node/dist/gen/models/all.js";
import { Ajv } from "ajv";
import { loadAll } from "js-yaml";
import { readFileSync } from "node:fs";
import { schemas } from "./schemas.mjs";

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const problems = [];

/** The field at which two documents part from what their type knows. */
function unknownFields(value, type, path, report) {
  const list = /^Array<(.+)>$/.exec(type);
  const map = /^\{ \[key: string\]: (.+?);? \}$/.exec(type);
  if (list) {
    if (Array.isArray(value)) value.forEach((item, i) => unknownFields(item, list[1], `${path}[${i}]`, report));
  } else if (map) {
    for (const [key, item] of Object.entries(value ?? {})) unknownFields(item, map[1], `${path}.${key}`, report);
  } else if (typeof client[type]?.getAttributeTypeMap === "function" && value && typeof value === "object") {
    const fields = new Map(client[type].getAttributeTypeMap().map((field) => [field.baseName, field.type]));
    for (const [key, item] of Object.entries(value)) {
      if (fields.has(key)) unknownFields(item, fields.get(key), `${path}.${key}`, report);
      else report(`${path}.${key}: ${type} has no such field`);
    }
  }
}

async function typed(object, report) {
  const module = object.apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  const { [object.kind]: Model } = await import(`${module}/${object.apiVersion}/${object.kind}`).catch(() => ({}));
  if (!Model) return false;
  try {
    new Model(object).validate();
  } catch (error) {
    report(error.message);
  }
  return true;
}

for (const object of loadAll(readFileSync(0, "utf8"))) {
  const report = (message) => problems.push(`${object.kind}/${object.metadata?.name}: ${message}`);
  const version = object.apiVersion.split("/").at(-1);
  const type = version[0].toUpperCase() + version.slice(1) + object.kind;
  const schema = schemas[`${object.apiVersion}/${object.kind}`];
  const known = await typed(object, report);
  if (schema) {
    const validate = ajv.compile(schema);
    if (!validate(object)) {
      validate.errors.forEach((error) =>
        report(`${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`));
    }
  } else if (known && client[type]) {
    unknownFields(object, type, "", report);
  } else {
    report(`no schema for ${object.apiVersion}`);
  }
}

problems.forEach((problem) => console.log(problem));
process.exit(problems.length ? 1 : 0);
