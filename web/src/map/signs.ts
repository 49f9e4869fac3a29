// Signs of places on the base map and the arrow of one-way streets, drawn with a few strokes: a dark disc with a white mark.
// Quieter than everything operational; the shape says what it is, not the colour alone.

type Pen = CanvasRenderingContext2D;
type Stroke = readonly (readonly [number, number])[];

/** Marks as strokes on a field from -4 to 4; a closed one is filled. */
const MARKS: Readonly<Record<string, { strokes: readonly Stroke[]; filled?: boolean }>> = {
  police: { strokes: [[[0, -4.2], [3.4, -2.6], [3, 1.2], [0, 4.2], [-3, 1.2], [-3.4, -2.6]]], filled: true },
  hospital: { strokes: [[[-3.4, 0], [3.4, 0]], [[0, -3.4], [0, 3.4]]] },
  fire_station: { strokes: [[[0, -4.2], [2.8, -0.6], [2.4, 2.6], [0, 4], [-2.4, 2.6], [-2.8, 0.2], [-1, -1.2]]], filled: true },
  school: { strokes: [[[0, -3.4], [4.2, -1], [0, 1.4], [-4.2, -1]], [[-2.4, 0.6], [-2.4, 2.8], [2.4, 2.8], [2.4, 0.6]]], filled: true },
  market: { strokes: [[[-3.8, -3], [-2.4, -3], [-1.2, 1.4], [2.8, 1.4], [3.6, -1.8], [-2, -1.8]], [[-0.8, 3.2], [-0.6, 3.2]], [[2.2, 3.2], [2.4, 3.2]]] },
  station: { strokes: [[[-2.4, -3.4], [2.4, -3.4], [2.4, 1.8], [-2.4, 1.8], [-2.4, -3.4]], [[-2.4, -0.6], [2.4, -0.6]], [[-1.4, 1.8], [-2.6, 3.8]], [[1.4, 1.8], [2.6, 3.8]]] },
  bus_station: { strokes: [[[-3.6, -2.6], [3.6, -2.6], [3.6, 2], [-3.6, 2], [-3.6, -2.6]], [[-3.6, -0.2], [3.6, -0.2]], [[-2, 3.2], [-1.8, 3.2]], [[1.8, 3.2], [2, 3.2]]] },
  fuel: { strokes: [[[-2.8, 3.4], [-2.8, -3.2], [0.8, -3.2], [0.8, 3.4], [-2.8, 3.4]], [[-2.8, -0.6], [0.8, -0.6]], [[0.8, 0.6], [2.6, 0.6], [2.6, -1.8], [1.8, -2.8]]] },
  town_hall: { strokes: [[[-3.8, -1.2], [0, -3.8], [3.8, -1.2], [-3.8, -1.2]], [[-2.6, -1], [-2.6, 2.8]], [[0, -1], [0, 2.8]], [[2.6, -1], [2.6, 2.8]], [[-3.8, 3.4], [3.8, 3.4]]] },
  bank: { strokes: [[[-3.4, -2.2], [3.4, -2.2], [3.4, 2.2], [-3.4, 2.2], [-3.4, -2.2]], [[-0.4, 0], [0.4, 0]]] },
  worship: { strokes: [[[0, -4], [0, -1.6]], [[-3.2, 3.6], [-3.2, 0.8], [0, -1.8], [3.2, 0.8], [3.2, 3.6], [-3.2, 3.6]]] },
  stadium: { strokes: [[[-3.8, 0], [-2, -2.4], [2, -2.4], [3.8, 0], [2, 2.4], [-2, 2.4], [-3.8, 0]], [[0, -2.4], [0, 2.4]]] },
  peak: { strokes: [[[0, -3.6], [3.8, 3], [-3.8, 3]]], filled: true },
  sight: { strokes: [[[0, -3], [3, 0], [0, 3], [-3, 0]]], filled: true },
};

/** The sign of a kind of place: a disc in `colour` with the kind's mark. */
export function sign(pen: Pen, size: number, colour: string, kind: string): void {
  const mid = size / 2;
  pen.translate(mid, mid);
  pen.beginPath();
  pen.arc(0, 0, mid - 1, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.strokeStyle = 'rgba(255,255,255,0.55)';
  pen.lineWidth = 0.8;
  pen.stroke();
  const mark = MARKS[kind];
  if (!mark) return;
  pen.strokeStyle = pen.fillStyle = '#FFFFFF';
  pen.lineWidth = kind === 'hospital' ? 2.2 : 1.2;
  pen.lineJoin = pen.lineCap = 'round';
  for (const stroke of mark.strokes) {
    pen.beginPath();
    for (const [x, y] of stroke) pen.lineTo(x, y);
    if (mark.filled) pen.fill();
    else pen.stroke();
  }
}

/** An arrow to the right, along the line it stands on. */
export function arrow(pen: Pen, size: number, colour: string): void {
  const mid = size / 2;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  pen.lineJoin = pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(2, mid);
  pen.lineTo(size - 2.5, mid);
  pen.moveTo(size - 5.5, mid - 2.8);
  pen.lineTo(size - 2.5, mid);
  pen.lineTo(size - 5.5, mid + 2.8);
  pen.stroke();
}
