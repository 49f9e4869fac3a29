// The alarm's sounds: two tones for the first level, one chime for the second. A browser lets a page sound only after
// somebody touched it; until then the state is `blocked` and the page says so.

import { signal } from '@preact/signals';

/** Whether alarms can be heard. */
export const sound = signal<'blocked' | 'on' | 'muted'>('blocked');

const AGAIN_MS = 1_000;
let audio: AudioContext | null = null;
let soundedAt = -AGAIN_MS;

/** Called from a click: the moment a browser allows sound. */
export function unlockSound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume().then(() => {
      if (audio?.state === 'running' && sound.value === 'blocked') sound.value = 'on';
    });
  } catch {
    // No audio device: the state stays `blocked`, in words.
  }
}

/** Mutes, unmutes, or unlocks. */
export function toggleSound(): void {
  if (sound.value === 'blocked') unlockSound();
  else sound.value = sound.value === 'on' ? 'muted' : 'on';
}

/** Sounds once for an alarm of that level; at most one sound a second. */
export function chime(level: 1 | 2): void {
  if (sound.value !== 'on' || !audio) return;
  if (performance.now() - soundedAt < AGAIN_MS) return;
  soundedAt = performance.now();
  const tones = level === 1 ? [880, 660, 880, 660] : [660];
  tones.forEach((pitch, index) => tone(pitch, index * 0.18));
}

function tone(pitch: number, after: number): void {
  if (!audio) return;
  const at = audio.currentTime + after;
  const voice = audio.createOscillator();
  const volume = audio.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.16, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + 0.16);
  voice.connect(volume).connect(audio.destination);
  voice.start(at);
  voice.stop(at + 0.17);
}
