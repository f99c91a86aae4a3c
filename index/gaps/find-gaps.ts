import type { ApiDoc } from '../api-doc.js';
import { nameSentence } from '../api-key.js';
import type { LibraryReading } from '../library-reading.js';
import { alikeDescriptions } from './alike-descriptions.js';
import type { Gap } from './gap.js';
import { PlaceReader } from './place-gaps.js';
import { undocumentedResult } from './result-gaps.js';

/**
 * What the documentation of a library lacks for search, checks and generation, in the order of the records. Of a
 * deprecated API only the replacement matters: nobody is led to it any more.
 */
export function findGaps(reading: LibraryReading): Gap[] {
  const types = new Map(reading.types.map((it) => [it.name, it]));
  const written = new Map(reading.written.map((it) => [it.api, it]));
  const places = new PlaceReader(types);
  const apis = declaredOnce(reading.apis);
  const described = new Set(apis.filter(isDescribed));
  const alike = alikeDescriptions([...described].filter((it) => !it.deprecated));
  return apis.flatMap((api) => {
    const said = written.get(api.name);
    const gap = (it: Omit<Gap, 'api' | 'source'>): Gap => ({ ...it, api: api.name, source: api.source });
    if (api.deprecated) return api.deprecated.replacement === undefined ? [gap(NO_REPLACEMENT)] : [];
    const twin = alike.get(api.name);
    return [
      ...(described.has(api) ? [] : [gap(NO_DESCRIPTION)]),
      ...(twin === undefined ? [] : [gap(sameDescription(twin))]),
      ...(api.signatures.length === 0
        ? [gap(NO_SIGNATURE)]
        : places.gaps(api, new Set(said?.paths)).map(gap)),
      ...(undocumentedResult(api, types) ? [gap(UNDOCUMENTED_RESULT)] : []),
      // What is done with a handle is shown where the handle comes from.
      ...(said?.hasExample === false && !api.member ? [gap(NO_EXAMPLE)] : []),
    ];
  });
}

/** The records without those that inherit the declaration of another: one text is to be written for all. */
function declaredOnce(apis: readonly ApiDoc[]): readonly ApiDoc[] {
  const seen = new Set<string>();
  return apis.filter(({ name, source }) => {
    const declared = `${source.file}:${source.line}:${source.column} ${name.slice(name.lastIndexOf('.') + 1)}`;
    return seen.size < seen.add(declared).size;
  });
}

/** A description that repeats the name says no more than none. */
function isDescribed({ functionality, name }: ApiDoc): boolean {
  return functionality.toLowerCase() !== nameSentence(name).toLowerCase();
}

const NO_DESCRIPTION: Omit<Gap, 'api' | 'source'> = {
  kind: 'no-description',
  what: 'there is no description, only the name is searched',
  todo: 'say in one sentence what it does',
};

const NO_SIGNATURE: Omit<Gap, 'api' | 'source'> = {
  kind: 'no-signature',
  what: 'the parameters are not stated, so calls are neither checked nor generated',
  todo: 'list them with their types, or write "Parameters: none."',
};

const UNDOCUMENTED_RESULT: Omit<Gap, 'api' | 'source'> = {
  kind: 'undocumented-result',
  what: 'nothing says what the promise resolves to',
  todo: 'say it in @returns, with the unit of a number',
};

const NO_REPLACEMENT: Omit<Gap, 'api' | 'source'> = {
  kind: 'no-replacement',
  what: 'it is deprecated, and no API of the library is named to use instead',
  todo: 'name one: @deprecated Use `name` instead.',
};

const NO_EXAMPLE: Omit<Gap, 'api' | 'source'> = {
  kind: 'no-example',
  what: 'there is no example, one is made from the parameters',
  todo: 'show a call as programs make it: @example, or api_exp in JSON',
};

function sameDescription({ other, more }: { other: string; more: number }): Omit<Gap, 'api' | 'source'> {
  const others = more === 0 ? other : `${other} and ${more} more`;
  return {
    kind: 'same-description',
    what: `the first sentence says the same as that of ${others}`,
    todo: 'say what sets it apart, or deprecate one of them',
  };
}
