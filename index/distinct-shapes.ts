import { isDeepStrictEqual } from 'node:util';
import type { TypeShape } from './type-shape.js';

/**
 * The shapes without repetition, in their order. Unions of large types, such as the answers of a web service, come here
 * again and again: shapes are compared by their outlines first.
 */
export function distinctShapes(shapes: readonly TypeShape[]): TypeShape[] {
  if (shapes.length < 2) return [...shapes];
  const distinct: TypeShape[] = [];
  const alike = new Map<string, TypeShape[]>();
  for (const shape of shapes) {
    const outline = outlineOf(shape);
    const known = alike.get(outline);
    if (known?.some((it) => isSameShape(it, shape))) continue;
    if (known) known.push(shape);
    else alike.set(outline, [shape]);
    distinct.push(shape);
  }
  return distinct;
}

/** Whether two shapes are the same in all their parts. */
export function isSameShape(a: TypeShape, b: TypeShape): boolean {
  if (a === b) return true;
  if (a.kind === 'primitive') return b.kind === 'primitive' && a.name === b.name;
  if (a.kind === 'literal') return b.kind === 'literal' && a.value === b.value;
  return a.kind === b.kind && isDeepStrictEqual(a, b);
}

/** The same for equal shapes, and soon different for others. */
function outlineOf(shape: TypeShape): string {
  switch (shape.kind) {
    case 'primitive':
    case 'ref':
    case 'api':
    case 'builtin':
    case 'parameter':
      return `${shape.kind} ${shape.name}`;
    case 'literal':
      return `literal ${JSON.stringify(shape.value)}`;
    case 'object':
      return `object ${shape.properties.map((it) => `${it.name}:${it.type.kind}`).join()}`;
    case 'array':
      return `array ${outlineOf(shape.element)}`;
    case 'promise':
      return `promise ${outlineOf(shape.value)}`;
    default:
      return shape.kind;
  }
}
