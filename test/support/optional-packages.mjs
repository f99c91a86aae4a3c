// Lets a program find the optional packages of test/optional, as if they were installed beside it. For a program of its own:
// node --import …/optional-packages.mjs
import { register } from 'node:module';

const PACKAGES = ['@huggingface/transformers', 'node-llama-cpp'];
const beside = new URL('../optional/package.json', import.meta.url).href;
const source = `export const resolve = (specifier, context, next) =>
  next(specifier, ${JSON.stringify(PACKAGES)}.includes(specifier) ? { ...context, parentURL: ${JSON.stringify(beside)} } : context);`;
register(`data:text/javascript,${encodeURIComponent(source)}`);
