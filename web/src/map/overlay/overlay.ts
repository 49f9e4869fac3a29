// The canvas above the map. Redrawn when telemetry arrives, when the map moves and once a second for the ages; the map
// below is not repainted for it.

import { selected } from '../../model/selection';
import type { Palette } from '../palette';
import { shown } from '../shown';
import { drawLabels } from './labels';
import { type Project, scene, type Sprite } from './scene';
import { drawSerious } from './serious';
import { drawSprite, reach } from './shapes';

/** What the overlay needs of the map. */
export type Ground = { project: Project; zoom: () => number; metresPerPixel: () => number; colours: () => Palette };
/** A mark for the alarm being taken or a go-to target. */
export type Mark = { lat: number; lon: number } | null;

export class Overlay {
  /** What was drawn last, in drawing order. */
  sprites: Sprite[] = [];
  /** Where the next alarm or go-to is meant to be. */
  mark: Mark = null;
  private asked = 0;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly ground: Ground) {}

  /** Asks for a redraw with the next frame of the screen. */
  refresh(): void {
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.draw());
  }

  /** Draws now: together with a moving map. */
  draw(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    const pane = this.fit();
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, pane.width, pane.height);
    const colours = this.ground.colours();
    this.sprites = scene(this.ground.project, pane, selected.value, shown.value.units);
    const metresPerPixel = this.ground.metresPerPixel();
    drawSerious(pen, this.ground.project, metresPerPixel, this.ground.zoom(), colours);
    for (const sprite of this.sprites) drawSprite(pen, sprite, colours, this.ground.zoom(), metresPerPixel);
    drawLabels(pen, this.sprites, colours, this.ground.zoom(), shown.value.unitLabels);
    if (this.mark) this.drawMark(pen, this.mark, colours);
  }

  /** The thing under a point of the pane: what is drawn on top first, aircraft and incidents before ground units. */
  pick(x: number, y: number): Sprite | null {
    let best: Sprite | null = null;
    let nearest = Infinity;
    for (const sprite of this.sprites) {
      if (sprite.kind === 'traffic') continue;
      const away = Math.hypot(sprite.x - x, sprite.y - y);
      const score = away - (sprite.kind === 'unit' ? 0 : 6);
      if (away <= reach(sprite) && score < nearest) [best, nearest] = [sprite, score];
    }
    return best;
  }

  private fit(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    return { width, height };
  }

  private drawMark(pen: CanvasRenderingContext2D, mark: NonNullable<Mark>, colours: Palette): void {
    const { x, y } = this.ground.project(mark.lat, mark.lon);
    pen.strokeStyle = colours.labelHalo;
    for (const [colour, width] of [[colours.labelHalo, 5], [colours.accent, 2]] as const) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath();
      pen.arc(x, y, 13, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        pen.moveTo(x + dx * 6, y + dy * 6);
        pen.lineTo(x + dx * 20, y + dy * 20);
      }
      pen.stroke();
    }
  }
}
