// The shapes of moving things: drone a chevron, ground unit a rounded square, incident its priority's shape, target a
// circle. Stale is hollow and dashed, lost is crossed; never colour alone.

import { type Palette, severityColour } from '../palette';
import type { Sprite } from './scene';

type Pen = CanvasRenderingContext2D;

/** Half the side of a ground unit by zoom: 310 of them must not hide the county when it is seen whole. */
const UNIT_HALF: ReadonlyArray<[number, number]> = [[11, 2.2], [12.5, 2.9], [14, 3.7]];
const UNIT_HALF_NEAR = 4.4;
const INCIDENT_HALF = 11;

/** Draws one thing at its place. */
export function drawSprite(pen: Pen, sprite: Sprite, colours: Palette, zoom: number, metresPerPixel: number): void {
  pen.save();
  pen.translate(sprite.x, sprite.y);
  pen.lineJoin = 'round';
  if (sprite.selected) ring(pen, 18, colours.accent, 2.5);
  else if (sprite.related) ring(pen, sprite.kind === 'unit' ? 9 : 14, colours.accent, 1.5);
  if (sprite.kind === 'vehicle') vehicle(pen, sprite, colours);
  else if (sprite.kind === 'traffic') traffic(pen, sprite, colours);
  else if (sprite.kind === 'unit') unit(pen, sprite, colours, zoom);
  else if (sprite.kind === 'incident') incident(pen, sprite, colours);
  else track(pen, sprite, colours, metresPerPixel);
  pen.restore();
}

/** How near a click must be, in pixels. */
export function reach(sprite: Sprite): number {
  return sprite.kind === 'unit' ? 9 : 15;
}

function ring(pen: Pen, radius: number, colour: string, width: number): void {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

function vehicle(pen: Pen, sprite: Sprite, colours: Palette): void {
  const size = sprite.inAir ? 1 : 0.72;
  pen.save();
  pen.rotate((sprite.heading * Math.PI) / 180);
  pen.scale(size, size);
  pen.beginPath();
  pen.moveTo(0, -12);
  pen.lineTo(8.5, 10);
  pen.lineTo(0, 5.5);
  pen.lineTo(-8.5, 10);
  pen.closePath();
  if (sprite.is === 'live') {
    pen.strokeStyle = colours.droneEdge;
    pen.lineWidth = 3;
    pen.stroke();
    pen.fillStyle = colours.drone;
    pen.fill();
  } else {
    hollow(pen, sprite, colours);
  }
  pen.restore();
  if (sprite.is === 'lost') cross(pen, 9, colours.lost);
}

/** Somebody else in the air: a diamond with a line where it goes; filled and ringed when it comes too near one of ours. */
function traffic(pen: Pen, sprite: Sprite, colours: Palette): void {
  const near = sprite.priority === 1;
  const colour = near ? colours.severity[0] : colours.accent;
  if (near) ring(pen, 16, colour, 2.5);
  pen.beginPath();
  pen.moveTo(0, -8);
  pen.lineTo(8, 0);
  pen.lineTo(0, 8);
  pen.lineTo(-8, 0);
  pen.closePath();
  if (sprite.is !== 'live') return hollow(pen, sprite, colours);
  pen.strokeStyle = colours.droneEdge;
  pen.lineWidth = 4;
  pen.stroke();
  if (near) {
    pen.fillStyle = colour;
    pen.fill();
  }
  const angle = (sprite.heading * Math.PI) / 180;
  pen.moveTo(8 * Math.sin(angle), -8 * Math.cos(angle));
  pen.lineTo(20 * Math.sin(angle), -20 * Math.cos(angle));
  pen.strokeStyle = colour;
  pen.lineWidth = 2.2;
  pen.stroke();
}

function unit(pen: Pen, sprite: Sprite, colours: Palette, zoom: number): void {
  const far = UNIT_HALF.find(([below]) => zoom < below);
  const half = sprite.selected || sprite.related ? 5.6 : (far?.[1] ?? UNIT_HALF_NEAR);
  const quiet = sprite.state === 'available' && !sprite.selected && !sprite.related;
  if (quiet && far) pen.globalAlpha = 0.7;
  pen.beginPath();
  pen.roundRect(-half, -half, 2 * half, 2 * half, half / 2);
  if (sprite.is !== 'live') {
    hollow(pen, sprite, colours);
    if (sprite.is === 'lost') cross(pen, half, colours.lost);
    return;
  }
  if (sprite.state === 'out_of_service') {
    pen.strokeStyle = colours.unitOut;
    pen.lineWidth = 1.2;
    pen.stroke();
    cross(pen, half - 1, colours.unitOut);
    return;
  }
  pen.strokeStyle = colours.droneEdge;
  pen.lineWidth = half > 3 ? 2 : 1.2;
  pen.stroke();
  pen.fillStyle = unitColour(sprite.state, colours);
  if (sprite.state === 'dispatched') {
    pen.strokeStyle = unitColour(sprite.state, colours);
    pen.stroke();
  } else {
    pen.fill();
  }
}

function unitColour(state: string, colours: Palette): string {
  if (state === 'dispatched' || state === 'en_route') return colours.unitBusy;
  if (state === 'on_scene' || state === 'busy') return colours.unitScene;
  return colours.units;
}

function hollow(pen: Pen, sprite: Sprite, colours: Palette): void {
  pen.strokeStyle = sprite.is === 'lost' ? colours.lost : colours.stale;
  pen.lineWidth = 1.6;
  pen.setLineDash([3, 2.5]);
  pen.stroke();
  pen.setLineDash([]);
}

function cross(pen: Pen, half: number, colour: string): void {
  pen.beginPath();
  pen.moveTo(-half, -half);
  pen.lineTo(half, half);
  pen.moveTo(half, -half);
  pen.lineTo(-half, half);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.stroke();
}

function incident(pen: Pen, sprite: Sprite, colours: Palette): void {
  const half = INCIDENT_HALF;
  pen.beginPath();
  severityPath(pen, sprite.priority, half);
  pen.closePath();
  pen.strokeStyle = colours.labelHalo;
  pen.lineWidth = 4;
  pen.stroke();
  const closed = sprite.state === 'closed';
  const colour = severityColour(colours, sprite.priority);
  if (closed) {
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.stroke();
    return;
  }
  pen.fillStyle = colour;
  pen.fill();
  pen.fillStyle = colours.ink;
  pen.font = '700 11px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(String(sprite.priority), 0, sprite.priority === 2 ? 3 : 0.8);
}

function severityPath(pen: Pen, priority: number, half: number): void {
  if (priority === 1) polygon(pen, [0, -half - 1, half + 1, 0, 0, half + 1, -half - 1, 0]);
  else if (priority === 2) polygon(pen, [0, -half, half + 1, half - 1, -half - 1, half - 1]);
  else if (priority === 3) pen.arc(0, 0, half - 1, 0, 2 * Math.PI);
  else pen.rect(-half + 2, -half + 2, 2 * half - 4, 2 * half - 4);
}

function polygon(pen: Pen, corners: number[]): void {
  for (let at = 0; at < corners.length; at += 2) pen.lineTo(corners[at] ?? 0, corners[at + 1] ?? 0);
}

function track(pen: Pen, sprite: Sprite, colours: Palette, metresPerPixel: number): void {
  const radius = Math.min(120, Math.max(7, sprite.metres / metresPerPixel));
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.globalAlpha = 0.14;
  pen.fillStyle = colours.track;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = colours.track;
  pen.lineWidth = 1.6;
  pen.stroke();
  pen.beginPath();
  pen.arc(0, 0, 2.6, 0, 2 * Math.PI);
  pen.fillStyle = colours.track;
  pen.fill();
}
