// What about an aircraft is not as the policy wants it: what forbids a launch, and what is only to be known.

import type { ShortfallView } from '../../api.gen';
import { t } from '../../i18n';
import { reason } from '../../live/names';

/** The list of an aircraft; nothing when all is as it should be. */
export function Readiness({ shortfalls }: { shortfalls: ShortfallView[] }) {
  const blocking = shortfalls.filter((one) => one.blocks);
  const noted = shortfalls.filter((one) => !one.blocks);
  return (
    <>
      <List title={t('readiness.title')} of={blocking} kind="blocks" />
      <List title={t('readiness.notes')} of={noted} kind="notes" />
    </>
  );
}

function List({ title, of, kind }: { title: string; of: ShortfallView[]; kind: 'blocks' | 'notes' }) {
  if (of.length === 0) return null;
  return (
    <section class={`readiness ${kind}`} data-readiness={kind}>
      <h3>{title}</h3>
      <ul>{of.map(({ why }) => <li key={why.code + (why.values.setting ?? '')} data-why={why.code}>{reason(why)}</li>)}</ul>
    </section>
  );
}
