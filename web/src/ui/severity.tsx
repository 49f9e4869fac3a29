// Priority as shape, colour and word together: never by colour alone.

import { word } from '../i18n';

const SHAPES: Readonly<Record<number, string>> = {
  1: 'M8 .8 15.2 8 8 15.2.8 8Z',
  2: 'M8 1.2 15.4 14.6H.6Z',
  3: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2Z',
  4: 'M1.8 1.8h12.4v12.4H1.8Z',
};

/** The shape of a priority, 1 to 4. */
export function SeverityShape({ priority }: { priority: number }) {
  return (
    <svg class={`severity-shape p${priority}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[priority] ?? SHAPES[4]} />
    </svg>
  );
}

/** Shape and word. */
export function Severity({ priority }: { priority: number }) {
  return (
    <span class={`severity p${priority}`}>
      <SeverityShape priority={priority} />
      {word('priority', String(priority))}
    </span>
  );
}
