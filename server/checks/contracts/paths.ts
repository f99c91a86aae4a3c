import { isFunction } from '../../analysis/function-types.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** What a node does to what is open when it is evaluated. */
export type PathEvent =
  /** Opens something, named by the node itself. */
  | { readonly kind: 'begin' }
  /** Ends everything that is open. */
  | { readonly kind: 'end' };

/** A way out of a function on which something is still open. */
export interface OpenExit {
  /** What began it. */
  readonly begun: SyntaxNode;
  /** `return` or `throw`; undefined where the function ends. */
  readonly at: SyntaxNode | undefined;
}

/** What may be open at a point; undefined where nothing gets to. */
type Open = ReadonlySet<SyntaxNode> | undefined;

/** A place that `break`, `continue`, `return` or `throw` leads to, beyond the `finally` blocks on the way. */
interface Frame {
  readonly kind: 'loop' | 'switch' | 'label' | 'catch' | 'finally';
  readonly label?: string;
  breaks: Open;
  continues: Open;
  /** Of a `catch`: what may be open when it is entered. */
  thrown: Open;
  /** Of a `finally`: what goes through it on the way out. */
  readonly leaving: { readonly open: Open; readonly leave: (open: Open) => void }[];
}

/**
 * Walks the paths through the body of a function and finds the ways out on which something that was begun is not ended.
 * It follows branches, loops, `switch`, labels, `try`, early returns and throws. Errors that a call may throw count only
 * where a `catch` is there for them. Nested functions are not entered: what they do is up to `eventOf`. Of a function
 * with too many paths nothing is said.
 *
 * @param eventOf - What a node does, asked once its parts are evaluated; of a nested function as a whole.
 */
export function openExits(
  body: SyntaxNode,
  eventOf: (node: SyntaxNode) => PathEvent | undefined,
): readonly OpenExit[] {
  return new Paths(eventOf).exitsOf(body);
}

/** A `finally` is walked for each way through it, and those may stand inside each other. */
const MAX_VISITS = 50_000;

class Paths {
  readonly #frames: Frame[] = [];
  /** Nodes that may still be visited. */
  #left = MAX_VISITS;
  readonly #exits = new Map<SyntaxNode, OpenExit>();
  readonly #eventOf: (node: SyntaxNode) => PathEvent | undefined;

  constructor(eventOf: (node: SyntaxNode) => PathEvent | undefined) {
    this.#eventOf = eventOf;
  }

  exitsOf(body: SyntaxNode): readonly OpenExit[] {
    this.#exit(this.#visit(body, new Set()), undefined);
    return this.#left < 0 ? [] : [...this.#exits.values()];
  }

  #exit(open: Open, at: SyntaxNode | undefined): void {
    for (const begun of open ?? []) if (!this.#exits.has(begun)) this.#exits.set(begun, { begun, at });
  }

  #visit(node: SyntaxNode, open: Open): Open {
    this.#left -= 1;
    if (this.#left < 0) return undefined;
    if (isFunction(node) || node.type === 'class_declaration' || node.type === 'class')
      return this.#after(node, open);
    switch (node.type) {
      case 'if_statement':
        return this.#branch(node, open);
      case 'ternary_expression':
        return this.#branch(node, open);
      case 'binary_expression': {
        const operator = node.get('operator')?.type ?? '';
        if (!['&&', '||', '??'].includes(operator)) break;
        const left = this.#child(node, 'left', open);
        return this.#leniently(left, this.#child(node, 'right', left), node);
      }
      case 'for_statement': {
        const start = this.#child(node, 'condition', this.#child(node, 'initializer', open));
        const isEndless = !node.get('condition') || node.get('condition')?.type === 'empty_statement';
        return this.#loop(node, start, isEndless, (it) =>
          this.#child(node, 'condition', this.#child(node, 'increment', it)),
        );
      }
      case 'for_in_statement':
        return this.#loop(node, this.#child(node, 'right', open), false, (it) => it);
      case 'while_statement': {
        const isEndless = /^\(\s*(?:true|1)\s*\)$/.test(node.get('condition')?.text ?? '');
        const start = this.#child(node, 'condition', open);
        return this.#loop(node, start, isEndless, (it) => this.#child(node, 'condition', it));
      }
      case 'do_statement':
        return this.#doLoop(node, open);
      case 'switch_statement':
        return this.#switch(node, open);
      case 'try_statement':
        return this.#try(node, open);
      case 'labeled_statement': {
        const frame = this.#push('label', node.get('label')?.text);
        const body = node.get('body') ?? node.children.at(-1);
        const end = body ? this.#visit(body, open) : open;
        this.#frames.pop();
        return union(end, frame.breaks);
      }
      case 'return_statement':
      case 'throw_statement': {
        const end = node.children.reduce((it: Open, child) => this.#visit(child, it), open);
        if (node.type === 'throw_statement') this.#throw(end, node);
        else this.#leave(end, 'function', undefined, (it) => this.#exit(it, node));
        return undefined;
      }
      case 'break_statement':
      case 'continue_statement': {
        const label = node.get('label')?.text;
        const isBreak = node.type === 'break_statement';
        this.#leave(open, isBreak ? 'break' : 'continue', label, () => undefined);
        return undefined;
      }
    }
    const end = node.children.reduce((it: Open, child) => this.#visit(child, it), open);
    return this.#after(node, end);
  }

  #child(node: SyntaxNode, field: string, open: Open): Open {
    const child = node.get(field);
    return child ? this.#visit(child, open) : open;
  }

  /** What is open once a node is evaluated, its parts being so already. */
  #after(node: SyntaxNode, open: Open): Open {
    if (!open) return open;
    const event = this.#eventOf(node);
    if (event?.kind === 'begin') return new Set([...open, node]);
    if (event?.kind === 'end') return new Set();
    // A call may throw; that is a path of its own where somebody catches it.
    if (/^(?:call|new|await)_expression$/.test(node.type)) {
      const frame = this.#frames.findLast((it) => it.kind === 'catch' || it.kind === 'finally');
      if (frame?.kind === 'catch') frame.thrown = union(frame.thrown, open);
    }
    return open;
  }

  #branch(node: SyntaxNode, open: Open): Open {
    const start = this.#child(node, 'condition', open);
    const consequence = this.#child(node, 'consequence', start);
    const alternative = node.get('alternative');
    if (alternative) return union(consequence, this.#visit(alternative, start));
    return this.#leniently(start, consequence, node);
  }

  /**
   * What is open behind something that may not happen. What was begun under a condition of its own and is ended under
   * one counts as ended: they are mostly the same condition.
   */
  #leniently(without: Open, having: Open, node: SyntaxNode): Open {
    const kept = [...(without ?? [])].filter(
      (begun) => !having || having.has(begun) || !isConditional(begun, node),
    );
    return union(without && new Set(kept), having);
  }

  #loop(node: SyntaxNode, start: Open, isEndless: boolean, next: (open: Open) => Open): Open {
    const frame = this.#push('loop', labelOf(node));
    const round = (open: Open): Open => {
      const end = this.#child(node, 'body', open);
      return next(union(end, frame.continues));
    };
    const end = this.#rounds(start, round);
    this.#frames.pop();
    return union(isEndless ? undefined : union(start, end), frame.breaks);
  }

  #doLoop(node: SyntaxNode, start: Open): Open {
    const frame = this.#push('loop', labelOf(node));
    const round = (open: Open): Open =>
      this.#child(node, 'condition', union(this.#child(node, 'body', open), frame.continues));
    const end = this.#rounds(start, round);
    this.#frames.pop();
    return union(end, frame.breaks);
  }

  /** What one round leaves open, the next one meets: it is walked again only if that is more. */
  #rounds(start: Open, round: (open: Open) => Open): Open {
    const first = round(start);
    const isMore = [...(first ?? [])].some((it) => !start?.has(it));
    return isMore ? round(union(start, first)) : first;
  }

  #switch(node: SyntaxNode, open: Open): Open {
    const start = this.#child(node, 'value', open);
    const frame = this.#push('switch', labelOf(node));
    let end: Open;
    let hasDefault = false;
    for (const part of node.get('body')?.children ?? []) {
      if (part.type === 'switch_default') hasDefault = true;
      end = union(start, end);
      for (const child of part.children) end = this.#visit(child, end);
    }
    this.#frames.pop();
    return union(union(end, hasDefault ? undefined : start), frame.breaks);
  }

  #try(node: SyntaxNode, open: Open): Open {
    const finalizer = node.get('finalizer');
    const handler = node.get('handler');
    const outer = finalizer && this.#push('finally');
    const frame = handler && this.#push('catch');
    let end = this.#child(node, 'body', open);
    if (frame) this.#frames.pop();
    if (handler) end = union(end, this.#child(handler, 'body', frame?.thrown));
    if (!finalizer || !outer) return end;
    this.#frames.pop();
    for (const { open: leaving, leave } of outer.leaving) leave(this.#visit(finalizer, leaving));
    return this.#visit(finalizer, end);
  }

  #throw(open: Open, at: SyntaxNode): void {
    this.#leave(open, 'throw', undefined, (it) => this.#exit(it, at));
  }

  /** Leads a state to where a jump goes, through the `finally` blocks on the way. */
  #leave(
    open: Open,
    how: 'break' | 'continue' | 'throw' | 'function',
    label: string | undefined,
    out: (open: Open) => void,
  ): void {
    for (let at = this.#frames.length - 1; at >= 0; at -= 1) {
      const frame = this.#frames[at] as Frame;
      if (frame.kind === 'finally') {
        const depth = at;
        frame.leaving.push({
          open,
          leave: (it) => {
            // The frames outside of the `finally` are those that are left from there.
            const inner = this.#frames.splice(depth);
            this.#leave(it, how, label, out);
            this.#frames.push(...inner);
          },
        });
        return;
      }
      if (how === 'throw' && frame.kind === 'catch') {
        frame.thrown = union(frame.thrown, open);
        return;
      }
      const isTarget = label === undefined ? frame.kind !== 'label' : frame.label === label;
      if (how === 'break' && isTarget && ['loop', 'switch', 'label'].includes(frame.kind)) {
        frame.breaks = union(frame.breaks, open);
        return;
      }
      if (how === 'continue' && isTarget && frame.kind === 'loop') {
        frame.continues = union(frame.continues, open);
        return;
      }
    }
    out(open);
  }

  #push(kind: Frame['kind'], label?: string): Frame {
    const frame: Frame = {
      kind,
      ...(label === undefined ? {} : { label }),
      breaks: undefined,
      continues: undefined,
      thrown: undefined,
      leaving: [],
    };
    this.#frames.push(frame);
    return frame;
  }
}

function union(a: Open, b: Open): Open {
  if (!a || !b) return a ?? b;
  return new Set([...a, ...b]);
}

function labelOf(loop: SyntaxNode): string | undefined {
  return loop.parent?.type === 'labeled_statement' ? loop.parent.get('label')?.text : undefined;
}

/** Whether a node stands under a condition that another node does not stand under. */
function isConditional(node: SyntaxNode, other: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at && !isFunction(at); at = at.parent) {
    const { parent } = at;
    const isBranch =
      (parent?.type === 'if_statement' || parent?.type === 'ternary_expression') &&
      at !== parent.get('condition');
    const isOperand = parent?.type === 'binary_expression' && at === parent.get('right');
    if (parent && (isBranch || isOperand) && !(parent.start <= other.start && other.end <= parent.end))
      return true;
  }
  return false;
}
