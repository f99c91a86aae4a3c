import type { Contract, LengthContract, RangeContract } from '../../index/contract.js';
import { UNIT_NAMES } from '../checks/unit-scales.js';

/** What a contract demands in a few words, `label: what`; undefined for those that are about the call as a whole. */
export function contractText(contract: Contract, name: string): string | undefined {
  switch (contract.kind) {
    case 'unit':
      return `Unit: ${UNIT_NAMES[contract.unit]}${contract.moment ? ' since 1970' : ''}`;
    case 'range':
      return `Range: ${rangeText(contract)}`;
    case 'length':
      return `Length: ${lengthText(contract)}`;
    case 'pattern':
      return `Pattern: \`${contract.pattern}\``;
    case 'format':
      return `Format: ${contract.formats.join(' or ')}`;
    case 'together': {
      if (contract.given !== undefined && contract.given !== name)
        return `Needed with: \`${contract.given}\``;
      return `Together with: ${others(contract.names, name)}`;
    }
    case 'exclusive':
      return `${contract.required ? 'Either this or' : 'Not together with'}: ${others(contract.names, name)}`;
    default:
      return undefined;
  }
}

/** The contracts that speak of a parameter or option by itself, and of it among its neighbours. */
export function contractsAt(contracts: readonly Contract[], path: string): readonly Contract[] {
  const dot = path.lastIndexOf('.');
  const outer = dot < 0 ? undefined : path.slice(0, dot);
  const name = path.slice(dot + 1);
  return contracts.filter((it) => {
    if (it.kind === 'together' || it.kind === 'exclusive')
      return (it.path ?? undefined) === outer && it.names.includes(name);
    return 'path' in it && it.path === path;
  });
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, except }: RangeContract): string {
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  const above = minimum === undefined ? 'more than' : 'at least';
  const below = maximum === undefined ? 'less than' : 'at most';
  const plain = minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : undefined;
  const parts = [low === undefined ? '' : `${above} ${low}`, high === undefined ? '' : `${below} ${high}`];
  const also = except && except.length > 0 ? `, or ${except.join(', ')}` : '';
  return `${plain ?? parts.filter((it) => it !== '').join(', ')}${also}`;
}

function lengthText({ minimum, maximum, of }: LengthContract): string {
  if (minimum === maximum) return `${minimum} ${of}`;
  if (minimum === undefined) return `at most ${maximum} ${of}`;
  return maximum === undefined ? `at least ${minimum} ${of}` : `${minimum} to ${maximum} ${of}`;
}

function others(names: readonly string[], name: string): string {
  return names
    .filter((it) => it !== name)
    .map((it) => `\`${it}\``)
    .join(', ');
}
