// A button that fires only when held, by pointer or Space. The state machine is model/hold.ts; this is its skin.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { monotonic } from '../live/clock';
import { type Hold, IDLE, press, progress, release, tick } from '../model/hold';

type Props = {
  /** What the button does and to whom: it is the accessible name. */
  label: string;
  /** What is shown, when it is shorter than the label. */
  children?: ComponentChildren;
  holdMs?: number;
  /** Names the target; when it changes the eye is given time to read before anything fires. */
  target: string;
  tone?: 'go' | 'danger' | 'plain';
  disabled?: boolean;
  id?: string;
  onFire: () => void;
};

/** Hold to confirm. */
export function HoldButton({ label, children, holdMs = 1_000, target, tone = 'go', disabled, id, onFire }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const hold = useRef<Hold>(IDLE);
  const shownAt = useRef(monotonic());
  const [full, setFull] = useState(0);

  const set = (next: Hold): void => {
    hold.current = next;
    setFull(progress(next, monotonic()));
  };
  const letGo = (): void => set(release());
  const down = (): void => {
    if (disabled) return;
    set(press(hold.current, monotonic(), holdMs, shownAt.current));
    requestAnimationFrame(step);
  };
  const step = (): void => {
    if (hold.current.at !== 'holding') return;
    set(tick(hold.current, monotonic()));
    if ((hold.current as Hold).at === 'fired') onFire();
    else requestAnimationFrame(step);
  };

  useEffect(() => {
    shownAt.current = monotonic();
    letGo();
  }, [target]);
  useEffect(() => {
    if (disabled) letGo();
  }, [disabled]);
  useEffect(() => () => void (hold.current = IDLE), []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && hold.current.at === 'holding') {
      event.stopPropagation();
      letGo();
    }
    if (event.key === 'Enter') event.preventDefault();
    if (event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) down();
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    button.current?.setPointerCapture(event.pointerId);
    down();
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (hold.current.at === 'holding' && button.current && !inside(button.current, event)) letGo();
  };

  return (
    <button
      ref={button}
      id={id}
      type="button"
      class={`hold ${tone}${full > 0 ? ' holding' : ''}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key === ' ' && letGo()}
      onBlur={letGo}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span class="hold-fill" style={{ transform: `scaleX(${full})` }} />
      <span class="hold-label">{children ?? label}</span>
    </button>
  );
}

function inside(element: HTMLElement, event: PointerEvent): boolean {
  const box = element.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}
