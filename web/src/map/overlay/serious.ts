// The serious case that is selected: the rings of posts round it and where each post is. Full is manned, an empty frame is
// to be manned, dashed is only proposed; what nobody was found for is crossed in the colour of a fault.

import type { IncidentView, RingPostView } from '../../api.gen';
import { world } from '../../live/state';
import { isHeld } from '../../model/ring';
import { selected } from '../../model/selection';
import type { Palette } from '../palette';
import type { Project } from './scene';

type Pen = CanvasRenderingContext2D;
const POST_HALF = 5;
/** Only proposed, and the district seen whole: there are dozens, and they must not hide it. */
const POST_HALF_FAR = 2.5;
const NEAR_FROM_ZOOM = 12.5;
/** From here on posts have room for their names. */
const NAMES_FROM_ZOOM = 13.5;

/** What the map is to show of a serious case; null when the selected incident is none. */
export function seriousShown(): IncidentView | null {
  const chosen = selected.value;
  if (chosen?.kind !== 'incident') return null;
  const incident = world.value?.incidents.find((one) => one.id === chosen.id);
  return incident?.serious && incident.serious.over_ms === null ? incident : null;
}

/** Draws its rings and posts, below everything that moves. */
export function drawSerious(pen: Pen, project: Project, metresPerPixel: number, zoom: number, colours: Palette): void {
  const incident = seriousShown();
  if (!incident?.serious) return;
  const scene = project(incident.at.lat, incident.at.lon);
  for (const ring of incident.serious.rings) {
    circle(pen, scene, ring.radius_m / metresPerPixel, colours, ring.is_raised);
    for (const post of ring.posts) drawPost(pen, project(post.at.lat, post.at.lon), post, colours, zoom);
  }
}

function circle(pen: Pen, at: { x: number; y: number }, radius: number, colours: Palette, raised: boolean): void {
  pen.save();
  pen.setLineDash(raised ? [] : [6, 5]);
  for (const [colour, width] of [[colours.labelHalo, raised ? 4 : 3], [colours.accent, raised ? 2 : 1.25]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.globalAlpha = colour === colours.labelHalo ? 0.5 : 1;
    pen.beginPath();
    pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.restore();
}

function drawPost(pen: Pen, { x, y }: { x: number; y: number }, post: RingPostView, colours: Palette, zoom: number): void {
  const open = post.state === 'open';
  const half = zoom < NEAR_FROM_ZOOM && !isHeld(post) ? POST_HALF_FAR : POST_HALF;
  pen.save();
  pen.translate(x, y);
  pen.fillStyle = post.state === 'on_scene' ? colours.accent : colours.labelHalo;
  pen.strokeStyle = open ? colours.severity[0] : colours.accent;
  pen.lineWidth = half < POST_HALF ? 1.25 : 2;
  pen.setLineDash(half === POST_HALF && (post.state === 'proposed' || post.state === 'idle') ? [2.5, 2] : []);
  pen.beginPath();
  pen.rect(-half, -half, 2 * half, 2 * half);
  pen.fill();
  pen.stroke();
  if (open) cross(pen, half);
  else if (isHeld(post) && post.state !== 'on_scene') {
    pen.fillStyle = colours.accent;
    pen.fillRect(-2, -2, 4, 4);
  }
  pen.restore();
  if (zoom >= NAMES_FROM_ZOOM) name(pen, x, y, post.name, colours);
}

function cross(pen: Pen, half: number): void {
  pen.beginPath();
  pen.moveTo(-half, -half);
  pen.lineTo(half, half);
  pen.moveTo(-half, half);
  pen.lineTo(half, -half);
  pen.stroke();
}

function name(pen: Pen, x: number, y: number, text: string, colours: Palette): void {
  pen.save();
  pen.font = '600 11px system-ui, sans-serif';
  pen.textBaseline = 'middle';
  pen.lineWidth = 3;
  pen.lineJoin = 'round';
  pen.strokeStyle = colours.labelHalo;
  pen.fillStyle = colours.label;
  pen.strokeText(text, x + POST_HALF + 4, y);
  pen.fillText(text, x + POST_HALF + 4, y);
  pen.restore();
}
