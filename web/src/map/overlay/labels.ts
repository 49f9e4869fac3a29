// Names beside things, without one lying on another: the most important first, the rest left out.

import { ageLabel } from '../../model/freshness';
import type { Palette } from '../palette';
import type { Sprite } from './scene';

const CAP = 200;
const LINE = 14;
const STALE_UNITS_FROM = 12;
const UNIT_NAMES_FROM = 15;

type Box = { left: number; top: number; right: number; bottom: number };

/** Draws the labels a frame has room for. */
export function drawLabels(pen: CanvasRenderingContext2D, sprites: readonly Sprite[], colours: Palette, zoom: number, allUnits: boolean): void {
  const wanted = sprites
    .filter((sprite) => labelled(sprite, zoom, allUnits))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, CAP);
  const taken: Box[] = [];
  pen.font = '600 12px "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const sprite of wanted) place(pen, sprite, taken, colours);
}

/** A stale thing's label carries its age. */
export function labelText(sprite: Sprite): string {
  // Others in the air always carry it.
  if (sprite.kind === 'traffic' || sprite.is === 'live' || sprite.ageMs === null) return sprite.name;
  return `${sprite.name} ${ageLabel(sprite.ageMs)}`.trim();
}

function labelled(sprite: Sprite, zoom: number, allUnits: boolean): boolean {
  if (sprite.kind === 'track') return false;
  if (sprite.kind !== 'unit' || sprite.selected || sprite.related) return true;
  if (allUnits || zoom >= UNIT_NAMES_FROM) return true;
  if (sprite.state !== 'available' && sprite.state !== 'out_of_service') return zoom >= 11;
  return sprite.is !== 'live' && zoom >= STALE_UNITS_FROM;
}

function rank(sprite: Sprite): number {
  if (sprite.selected) return 0;
  if (sprite.kind === 'traffic') return sprite.priority === 1 ? 1 : 4;
  if (sprite.kind === 'vehicle') return sprite.inAir ? 1 : 3;
  if (sprite.kind === 'incident') return 2;
  return sprite.related ? 4 : 5;
}

function place(pen: CanvasRenderingContext2D, sprite: Sprite, taken: Box[], colours: Palette): void {
  const words = labelText(sprite);
  const width = pen.measureText(words).width;
  const off = sprite.kind === 'unit' ? 10 : 16;
  const spots: Array<[number, number]> = [
    [sprite.x + off, sprite.y], [sprite.x - off - width, sprite.y],
    [sprite.x - width / 2, sprite.y + off + 4], [sprite.x - width / 2, sprite.y - off - 4],
  ];
  for (const [x, y] of spots) {
    const box = { left: x - 2, top: y - LINE / 2, right: x + width + 2, bottom: y + LINE / 2 };
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    pen.strokeStyle = colours.labelHalo;
    pen.lineWidth = 3.5;
    pen.strokeText(words, x, y);
    pen.fillStyle = sprite.is === 'lost' ? colours.lost : sprite.is === 'stale' ? colours.stale : colours.label;
    pen.fillText(words, x, y);
    return;
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
