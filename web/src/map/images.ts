// The map's own images, drawn on demand: an image's name says what it is and in which colours, so a change of scheme needs
// no bookkeeping.

import { arrow, sign } from './signs';

const DENSITY = 2;

type Draw = (pen: CanvasRenderingContext2D, size: number, first: string, second: string) => void;

const KINDS: Readonly<Record<string, { size: number; draw: Draw }>> = {
  hatch: { size: 14, draw: hatch },
  dots: { size: 12, draw: dots },
  tick: { size: 12, draw: tick },
  guarded: { size: 22, draw: guarded },
  dock: { size: 20, draw: dock },
  station: { size: 18, draw: station },
  shut: { size: 20, draw: shut },
  arrow: { size: 14, draw: arrow },
  sign: { size: 18, draw: sign },
};

/** The name of an image: kind, colour, and a second colour or a sign. */
export function imageId(kind: keyof typeof KINDS, first: string, second = ''): string {
  return `${kind}|${first}|${second}`;
}

/** The image of that name, or null when it is none of ours. */
export function makeImage(id: string): { data: ImageData; pixelRatio: number } | null {
  const [kind = '', first = '', second = ''] = id.split('|');
  const known = KINDS[kind];
  if (!known) return null;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = known.size * DENSITY;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.scale(DENSITY, DENSITY);
  known.draw(pen, known.size, first, second);
  return { data: pen.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: DENSITY };
}

function hatch(pen: CanvasRenderingContext2D, size: number, colour: string): void {
  pen.globalAlpha = 0.1;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, size, size);
  pen.globalAlpha = 0.75;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
}

function dots(pen: CanvasRenderingContext2D, size: number, colour: string): void {
  pen.globalAlpha = 0.12;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, size, size);
  pen.globalAlpha = 0.8;
  for (const at of [size * 0.25, size * 0.75]) {
    pen.beginPath();
    pen.arc(at, at, 1.3, 0, 2 * Math.PI);
    pen.fill();
  }
}

function tick(pen: CanvasRenderingContext2D, size: number, colour: string): void {
  const mid = size / 2;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.lineJoin = pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(mid - 2.5, mid - 4);
  pen.lineTo(mid + 2.5, mid);
  pen.lineTo(mid - 2.5, mid + 4);
  pen.stroke();
}

/** Two rings and the grade: a place with tiers of responders round it, not a radius. */
function guarded(pen: CanvasRenderingContext2D, size: number, colour: string, grade: string): void {
  const mid = size / 2;
  pen.beginPath();
  pen.arc(mid, mid, mid - 4, 0, 2 * Math.PI);
  pen.globalAlpha = 0.9;
  pen.fillStyle = 'rgba(8,12,16,0.78)';
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.stroke();
  pen.setLineDash([2.4, 2]);
  pen.lineWidth = 1;
  pen.beginPath();
  pen.arc(mid, mid, mid - 1.2, 0, 2 * Math.PI);
  pen.stroke();
  pen.fillStyle = '#FFFFFF';
  pen.font = '700 9px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(grade, mid, mid + 0.6);
}

function dock(pen: CanvasRenderingContext2D, size: number, colour: string): void {
  const mid = size / 2;
  pen.beginPath();
  for (let corner = 0; corner < 6; corner += 1) {
    const angle = (corner / 6) * 2 * Math.PI + Math.PI / 6;
    pen.lineTo(mid + (mid - 2) * Math.cos(angle), mid + (mid - 2) * Math.sin(angle));
  }
  pen.closePath();
  pen.fillStyle = 'rgba(8,12,16,0.7)';
  pen.fill();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.stroke();
}

function station(pen: CanvasRenderingContext2D, size: number, fill: string, edge: string): void {
  const mid = size / 2;
  pen.beginPath();
  pen.moveTo(mid, 1.5);
  pen.lineTo(size - 2.5, 4);
  pen.lineTo(size - 2.5, mid + 1);
  pen.quadraticCurveTo(size - 3.5, size - 4, mid, size - 1.5);
  pen.quadraticCurveTo(3.5, size - 4, 2.5, mid + 1);
  pen.lineTo(2.5, 4);
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = edge;
  pen.lineWidth = 1.4;
  pen.stroke();
}

/** The bar across the road: no way through. */
function shut(pen: CanvasRenderingContext2D, size: number, colour: string): void {
  const mid = size / 2;
  pen.beginPath();
  pen.arc(mid, mid, mid - 2, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.strokeStyle = pen.fillStyle = '#FFFFFF';
  pen.lineWidth = 1.4;
  pen.stroke();
  pen.fillRect(mid - 5, mid - 1.6, 10, 3.2);
}
