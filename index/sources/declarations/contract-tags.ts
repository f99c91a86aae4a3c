const LABELS: Readonly<Record<string, string>> = {
  minimum: 'Minimum',
  min: 'Minimum',
  maximum: 'Maximum',
  max: 'Maximum',
  exclusiveMinimum: 'Exclusive minimum',
  exclusiveMaximum: 'Exclusive maximum',
  minLength: 'Minimum length',
  maxLength: 'Maximum length',
  minItems: 'Minimum items',
  maxItems: 'Maximum items',
  range: 'Range',
  pattern: 'Pattern',
  format: 'Format',
  unit: 'Unit',
  units: 'Unit',
};

/**
 * A tag that states a contract, as a line of text: `@minimum 0` becomes "Minimum: 0", which is shown to people and
 * read like the same words in any other format. Undefined for other tags.
 */
export function contractLine(tag: string, text: string): string | undefined {
  const label = LABELS[tag];
  const value = text.trim().split('\n')[0]?.trim() ?? '';
  if (label === undefined || value === '') return undefined;
  return `${label}: ${tag === 'pattern' ? `\`${value.replace(/^`|`$/g, '').replace(/^\/(.*)\/$/, '$1')}\`` : value}`;
}
