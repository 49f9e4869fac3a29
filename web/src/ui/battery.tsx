// A battery: a bar, the figure, and a mark when it is low.

const LOW = 30;

/** Percent left, or a dash when nobody knows. */
export function Battery({ percent }: { percent: number | null }) {
  if (percent === null) return <span class="battery unknown">—</span>;
  return (
    <span class={`battery${percent < LOW ? ' low' : ''}`}>
      <svg viewBox="0 0 22 10" aria-hidden="true">
        <rect class="battery-case" x=".5" y=".5" width="18" height="9" rx="2" />
        <rect class="battery-tip" x="19.5" y="3" width="2" height="4" rx="1" />
        <rect class="battery-fill" x="2" y="2" width={Math.max(0, Math.min(100, percent)) * 0.15} height="6" rx="1" />
      </svg>
      <span>{percent}%</span>
    </span>
  );
}
