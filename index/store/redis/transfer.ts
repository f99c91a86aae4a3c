import type { Redis } from 'ioredis';
import type { ApiDoc } from '../../api-doc.js';
import { encodeQuestions, parseQuestions, questionRows } from '../../questions.js';
import { type BuildContent, INDEX_FORMAT, namesOf } from '../build-content.js';
import { damagedIndex } from '../damaged-index.js';
import { parseManifest } from '../manifest.js';
import { allManifests, buildKeys, buildOfManifestKey, currentKey, EVENTS } from './layout.js';
import { parseApiDoc, parseRoots, parseTypeDefinition } from './record-schema.js';

/** Fields per command. */
const BATCH = 500;
/** Bytes of vectors per chunk, about: Redis moves values whole. */
const CHUNK_BYTES = 1 << 20;

/** Writes a build and makes it current. Interrupted, it leaves the old build current and whole. */
export async function upload(redis: Redis, content: BuildContent): Promise<void> {
  const { library, build } = content;
  const keys = buildKeys(library, build);
  // The manifest comes last, so a build that has one is whole.
  if ((await redis.exists(keys.manifest)) === 0) {
    await redis.unlink(...Object.values(keys));
    const fields = recordFields(content);
    await putAll(
      redis,
      keys.apis,
      fields.map(([field, api]) => [field, JSON.stringify(api)]),
    );
    await putAll(
      redis,
      keys.names,
      fields.map(([field, api]) => [api.name, field]),
    );
    await putAll(
      redis,
      keys.types,
      content.types.map((type) => [type.name, JSON.stringify(type)]),
    );
    await redis.set(keys.questions, encodeQuestions(content.questions, namesOf(content.apis)));
    await putAll(redis, keys.vectors, chunks(content), 4);
    if (content.tuning.length > 0) await redis.set(keys.tuning, Buffer.from(content.tuning));
    await redis.hset(keys.manifest, {
      format: INDEX_FORMAT,
      library,
      version: content.version,
      build,
      access: JSON.stringify(content.access),
      embedding: JSON.stringify(content.embedding),
      records: content.apis.length,
      types: content.types.length,
      order: JSON.stringify(namesOf(content.apis)),
      roots: JSON.stringify(content.roots),
    });
  }
  const previous = await redis.getset(currentKey(library), build);
  await redis.publish(EVENTS, JSON.stringify({ library, build }));
  await clean(redis, library, [build, previous ?? build]);
}

/** Reads a whole build. Throws EpigenError when it is not there, damaged, or of another format. */
export async function download(
  redis: Redis,
  library: string,
  build: string,
  where: string,
): Promise<BuildContent> {
  const keys = buildKeys(library, build);
  const damaged = (what: string) => damagedIndex(library, where, what);
  const fields = await redis.hgetall(keys.manifest);
  if (Object.keys(fields).length === 0) throw damaged(`build ${build} is not there`);
  const manifest = parseManifest(manifestOf(fields), library, where);
  const roots = parseRoots(fields.roots ?? '');
  const order = parseOrder(fields.order);
  if (!roots || order?.length !== manifest.records) throw damaged('its manifest is not one');

  const keyOf = await redis.hgetall(keys.names);
  const apis: ApiDoc[] = [];
  for (let at = 0; at < order.length; at += BATCH) {
    const names = order.slice(at, at + BATCH);
    const records = await redis.hmget(keys.apis, ...names.map((name) => keyOf[name] ?? ''));
    for (const [i, name] of names.entries()) {
      const api = parseApiDoc(records[i] ?? '');
      if (api?.name !== name) throw damaged(`the record of ${name} is not valid`);
      apis.push(api);
    }
  }
  const types = Object.entries(await redis.hgetall(keys.types)).map(([name, json]) => {
    const type = parseTypeDefinition(json);
    if (type?.name !== name) throw damaged(`the type ${name} is not valid`);
    return type;
  });
  // A hash has no order; the table needs none, but equal builds should be equal files.
  types.sort((a, b) => (a.name < b.name ? -1 : 1));

  const questions = parseQuestions(parsed((await redis.get(keys.questions)) ?? undefined));
  if (!questions) throw damaged('its questions are none');
  const rows = apis.length + questionRows(order, questions).length;

  const stored = await redis.hgetallBuffer(keys.vectors);
  const bytes = Buffer.concat(Object.keys(stored).map((_, chunk) => stored[chunk] ?? Buffer.alloc(0)));
  if (bytes.length !== 4 * rows * manifest.embedding.dimension) throw damaged('vectors are missing');
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const tuning = (await redis.getBuffer(keys.tuning)) ?? new Uint8Array();
  const { version, access, embedding } = manifest;
  return { library, version, build, access, roots, apis, types, embedding, questions, vectors, tuning };
}

/** What claims to be a manifest, from the fields of its hash. */
function manifestOf(fields: Record<string, string>): unknown {
  const { format, records, types, access, embedding, ...texts } = fields;
  return {
    ...texts,
    format: Number(format),
    records: Number(records),
    types: Number(types),
    access: parsed(access),
    embedding: parsed(embedding),
  };
}

function parseOrder(json: string | undefined): string[] | undefined {
  const order = parsed(json);
  return Array.isArray(order) && order.every((name) => typeof name === 'string') ? order : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}

/** The field of each record: its API Key. Should two have the same, the later one's name makes it different. */
function recordFields({ apis }: BuildContent): [string, ApiDoc][] {
  const taken = new Set<string>();
  return apis.map((api) => {
    const field = taken.has(api.key) ? `${api.key} (${api.name})` : api.key;
    taken.add(field);
    return [field, api];
  });
}

function chunks({ vectors }: BuildContent): [string, Buffer][] {
  const bytes = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  return Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, chunk) => [
    String(chunk),
    bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES),
  ]);
}

/** Sets fields of a hash, some at a time, so that neither side holds everything at once. */
async function putAll(
  redis: Redis,
  key: string,
  fields: readonly (readonly [string, string | Buffer])[],
  batch = BATCH,
): Promise<void> {
  for (let at = 0; at < fields.length; at += batch) {
    await redis.hset(key, ...fields.slice(at, at + batch).flat());
  }
}

/** Removes all builds of a library but these; a server that still reads another has its snapshot. */
async function clean(redis: Redis, library: string, kept: readonly string[]): Promise<void> {
  for (const key of await scan(redis, allManifests(library))) {
    const build = buildOfManifestKey(library, key);
    if (!kept.includes(build)) await redis.unlink(...Object.values(buildKeys(library, build)));
  }
}

/** All keys that match a pattern, without stopping the server as KEYS would. */
export async function scan(redis: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
    for (const key of keys) found.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...found];
}
