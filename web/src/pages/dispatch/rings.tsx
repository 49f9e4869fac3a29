// One ring of a serious case: its posts, who would stand there or does, and the acts on it.

import { useState } from 'preact/hooks';
import type { IncidentView, RingPostView, RingView } from '../../api.gen';
import { t, word, type Key } from '../../i18n';
import { counter } from '../../i18n/fill';
import { serious } from '../../live/desk_commands';
import { reason, unitName } from '../../live/names';
import { commandable } from '../../live/state';
import { goTo } from '../../map/view';
import { nearestFree } from '../../model/nearest';
import { manned, meant, worst } from '../../model/ring';
import { select } from '../../model/selection';
import { HoldButton } from '../../ui/hold_button';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';

const HOLD_MS = 1_000;

/** Its line, and what is inside when it is opened. */
export function Ring({ incident, ring, acts }: { incident: IncidentView; ring: RingView; acts: boolean }) {
  const [left, leave] = useState<ReadonlySet<number>>(new Set());
  const toggle = (slot: number): void => {
    const next = new Set(left);
    if (!next.delete(slot)) next.add(slot);
    leave(next);
  };
  const late = worst(ring);
  return (
    <details class="serious-part ring" data-ring={ring.ring} data-raised={ring.is_raised}>
      <summary>
        <b>{t('serious.ring', { n: ring.ring })}</b> · {distance(ring.radius_m)} · {t('serious.posts', { n: manned(ring), of: ring.posts.length })}
        {late !== null && ` · ${t('serious.worst', { time: counter(late) })}`}
        {ring.is_raised && <span class="tag done">{t('serious.raised')}</span>}
      </summary>
      {ring.left_out > 0 && <p class="quiet small">{t('serious.leftOut', { n: ring.left_out })}</p>}
      <ul>{ring.posts.map((post) => <Post key={post.slot} incident={incident} post={post} acts={acts} left={left.has(post.slot)} toggle={toggle} />)}</ul>
      {acts && <Acts incident={incident} ring={ring} left={left} />}
    </details>
  );
}

const distance = (metres: number): string => (metres < 1_000 ? `${Math.round(metres)} m` : `${(metres / 1_000).toFixed(1)} km`);

function Acts({ incident, ring, left }: { incident: IncidentView; ring: RingView; left: ReadonlySet<number> }) {
  const off = !commandable.value;
  const say = async (act: 'raise' | 'lower' | 'propose', done: Key): Promise<void> => {
    const more = act === 'raise' ? { proposal: ring.proposal, slots: left.size > 0 ? meant(ring, left) : [] } : {};
    report(await serious(incident.id, { act, ring: ring.ring, ...more }), t(done, { n: ring.ring }));
  };
  const going = meant(ring, left).length;
  const raise = t('serious.raise', { n: ring.ring, units: going });
  const lower = t('serious.lower', { n: ring.ring });
  // What was shown is what is raised: another proposal wants another look.
  const target = `${incident.id} ${ring.ring} ${ring.proposal ?? 0}`;
  return (
    <div class="ring-acts">
      {ring.proposal !== null && going > 0 && <HoldButton id={`ring-raise-${ring.ring}`} label={raise} target={target} holdMs={HOLD_MS} tone="go" disabled={off} onFire={() => void say('raise', 'serious.raisedNow')}>{raise}</HoldButton>}
      {!ring.is_raised && <button type="button" class="small-button" disabled={off} onClick={() => void say('propose', 'serious.anewNow')}>{t('serious.anew')}</button>}
      {ring.is_raised && <HoldButton id={`ring-lower-${ring.ring}`} label={lower} target={target} holdMs={HOLD_MS} tone="plain" disabled={off} onFire={() => void say('lower', 'serious.loweredNow')}>{lower}</HoldButton>}
    </div>
  );
}

type PostProps = { incident: IncidentView; post: RingPostView; acts: boolean; left: boolean; toggle: (slot: number) => void };

function Post({ incident, post, acts, left, toggle }: PostProps) {
  const proposed = post.state === 'proposed';
  const empty = post.unit === null;
  return (
    <li class={`ring-post${left ? ' left-out' : ''}`} data-slot={post.slot} data-state={post.state}>
      <div class="desk-row">
        {acts && proposed && <input type="checkbox" checked={!left} aria-label={t('serious.manThis', { post: post.name })} onChange={() => toggle(post.slot)} />}
        <button type="button" class="icon-button" aria-label={t('serious.locate', { post: post.name })} title={t('serious.locate', { post: post.name })} onClick={() => goTo(post.at, 15)}><Icon name="locate" /></button>
        <b>{post.name}</b><span class="grow" />
        {post.unit !== null && <button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: post.unit as number })}>{unitName(post.unit)}</button>}
        {post.eta_s !== null && <span class="mono">{counter(post.eta_s)}</span>}
        <span class={post.state === 'open' ? 'late small' : 'quiet small'}>{stateWord(post.state)}</span>
      </div>
      {post.from !== null && <p class="fault small">{t('serious.from', { id: post.from })}</p>}
      {post.why && empty && <p class="why">{reason(post.why)}</p>}
      {acts && (post.state === 'open' || post.state === 'idle') && <Man incident={incident} post={post} />}
    </li>
  );
}

function stateWord(state: string): string {
  return state === 'open' || state === 'idle' || state === 'proposed' ? t(`serious.post.${state}`) : word('tasking', state);
}

/** A unit by name for a post nobody was found for. */
function Man({ incident, post }: { incident: IncidentView; post: RingPostView }) {
  const [chosen, choose] = useState(0);
  const near = nearestFree(post.at);
  const unit = near.find((one) => one.id === chosen) ?? near[0];
  if (!unit) return null;
  const send = async (): Promise<void> => report(await serious(incident.id, { act: 'man', slots: [post.slot], unit: unit.id }), t('tasking.sent'));
  const label = t('serious.manWith', { post: post.name });
  return (
    <form class="one-line" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <select class="inline-select" aria-label={label} value={String(unit.id)} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {near.map((one) => <option key={one.id} value={String(one.id)}>{t('serious.near', { who: unitName(one.id), m: Math.round(one.metres) })}</option>)}
      </select>
      <button type="submit" class="small-button" disabled={!commandable.value} aria-label={`${t('serious.man')}: ${post.name}`}>{t('serious.man')}</button>
    </form>
  );
}
