// The seat of the duty commander: who has it, and what a commander's post may do about it. Nothing is launched while it
// is empty.

import type { DutyView } from '../../api.gen';
import { t } from '../../i18n';
import { seat } from '../../live/commands';
import { deskName } from '../../live/names';
import { alone, commandable, may, session, world } from '../../live/state';
import { report } from '../../ui/said';

/** Posts a seat is offered to: a controller has few commanders. */
const POSTS = ['commander-1', 'commander-2', 'commander-3', 'commander-4'];

/** Who is on duty; for a commander, with take, relieve, hand over and leave. */
export function DutySeat() {
  const duty = world.value?.duty;
  // A station that is alone has nobody above it to ask.
  if (!duty || alone()) return null;
  return (
    <div class="duty-seat" data-duty={duty.post ?? ''}>
      <p class="waiting-for">{line(duty)}</p>
      {may('approve') && <Acts duty={duty} me={session.value?.post ?? ''} />}
    </div>
  );
}

/** Whether this post's yes counts now. */
export function onDuty(): boolean {
  if (alone()) return true;
  const duty = world.value?.duty;
  return duty?.post != null && (duty.deputies || duty.post === session.value?.post);
}

function line(duty: DutyView): string {
  if (duty.post === null) return t('duty.nobody');
  const post = deskName(duty.post);
  if (duty.offered !== null) return t('duty.offered', { post, to: deskName(duty.offered) });
  return t(duty.deputies ? 'duty.deputies' : 'duty.is', { post });
}

function Acts({ duty, me }: { duty: DutyView; me: string }) {
  const off = !commandable.value;
  const free = duty.post === null || duty.offered === me;
  if (duty.post !== me) {
    return (
      <button type="button" disabled={off} onClick={() => void told({ act: 'take', relieve: !free })}>
        {t(free ? 'duty.take' : 'duty.relieve')}
      </button>
    );
  }
  return (
    <span class="duty-acts">
      <select disabled={off} aria-label={t('duty.hand')} value="" onChange={(event) => void told({ act: 'hand', to: event.currentTarget.value })}>
        <option value="" disabled>{t('duty.hand')}</option>
        {POSTS.filter((post) => post !== me).map((post) => <option key={post} value={post}>{deskName(post)}</option>)}
      </select>
      <button type="button" disabled={off} onClick={() => void told({ act: 'leave' })}>{t('duty.leave')}</button>
    </span>
  );
}

async function told(say: Parameters<typeof seat>[0]): Promise<void> {
  report(await seat(say), t('duty.said'));
}
