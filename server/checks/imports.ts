import type { Inference } from '../analysis/inference.js';
import { propertiesOf } from '../analysis/type-properties.js';
import { nearestWord } from '../spelling.js';
import { stringValue } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { nameFixes, takenNameFix } from './fixes/naming.js';
import type { Finding } from './report.js';

/** Names that an import takes from a library's module although it does not export them. */
export function importFindings(statement: SyntaxNode, types: Inference): readonly Finding[] {
  const module = stringValue(statement.get('source'));
  const named = statement.first('import_clause')?.first('named_imports');
  if (module === undefined || !named || statement.broken) return [];
  return named.children.flatMap((specifier): readonly Finding[] => {
    const node = specifier.get('name');
    const name = node && (stringValue(node) ?? node.text);
    if (!node || name === undefined || types.moduleExport(module, name) !== 'missing') return [];
    // JavaScript imports values only.
    if (types.document.language !== 'javascript' && types.exportsType(module, name) !== false) return [];
    const whole = types.moduleExport(module, '*');
    const names = whole && whole !== 'missing' ? propertiesOf(whole.shape, whole.library) : [];
    const nearest = nearestWord(name, names?.map((it) => it.name) ?? []);
    const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    return [
      {
        code: 'unknown-api',
        message: `'${module}' has no export '${name}'.${hint}`,
        node,
        api: name,
        fixes: () =>
          nameFixes(
            name,
            names?.map((it) => it.name) ?? [],
            (other) => takenNameFix(node, other),
            () => true,
          ),
      },
    ];
  });
}
