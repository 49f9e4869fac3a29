// Names of things for people, in the language in use.

import type { Why } from '../api.gen';
import { language, named, t, word } from '../i18n';
import { sayWhy } from '../i18n/why';
import { hopEn } from '../i18n/why_en';
import { hopZh } from '../i18n/why_zh';
import { zoneCalled } from '../model/zones';
import { unitOf, vehicleOf, world } from './state';

/** An aircraft's callsign. */
export function vehicleName(id: number): string {
  const one = vehicleOf(id);
  return one ? named(one.callsign, one.callsign_zh) : `#${id}`;
}

/** A ground unit's callsign. */
export function unitName(id: number): string {
  const one = unitOf(id);
  return one ? named(one.callsign, one.callsign_zh) : `#${id}`;
}

/** A patrol line's name. */
export function lineName(id: string | null): string {
  const one = world.value?.district.lines.find((line) => line.id === id);
  return one ? named(one.name, one.name_zh) : (id ?? '');
}

/** A post's name: a dock or a station. */
export function postName(id: string): string {
  const one = world.value?.district.posts.find((post) => post.id === id);
  return one ? named(one.name, one.name_zh) : id;
}

/** A zone's name. */
export function zoneName(id: string): string {
  const zone = world.value?.district.zones.find((one) => one.id === id || one.name === id);
  return zone ? zoneCalled(zone, language.value) : id;
}

/** A desk as `commander-1`, or a station's as `dispatcher-1@ST-2`, in words. */
export function deskName(post: string): string {
  const [desk, station] = post.split('@');
  if (station) return `${postName(station)} ${deskName(desk ?? '')}`;
  const found = /^([a-z]+)(?:-(\w+))?$/.exec(post);
  if (!found?.[1]) return post;
  const role = word('role', found[1]);
  if (role === found[1] || role === `role.${found[1]}`) return post;
  return found[2] ? `${role} ${found[2]}` : role;
}

/** Whoever a record names: a callsign, a vehicle's number, a desk, or nobody for the controller itself. */
export function whoName(who: string): string {
  if (who === '') return t('role.controller');
  const held = world.value;
  const called = (one: { callsign: string; callsign_zh: string }): boolean =>
    one.callsign === who || one.callsign_zh === who;
  const known = held?.vehicles.find((one) => called(one) || String(one.id) === who) ?? held?.units.find(called);
  return known ? named(known.callsign, known.callsign_zh) : deskName(who);
}

/** A reason as a sentence. */
export function reason(why: Why): string {
  return sayWhy(why, language.value, {
    who: whoName,
    post: deskName,
    line: lineName,
    zone: zoneName,
    station: postName,
    word: (group, code) => word(group === 'orderKind' ? 'order.kind' : group, code),
  });
}

/** A kind of hop in words. */
export function hopName(kind: string): string {
  const names: Readonly<Record<string, string>> = language.value === 'zh' ? hopZh : hopEn;
  return names[kind] ?? kind;
}
