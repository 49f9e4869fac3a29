// Words and expressions that all parts of the base map share.

import type { ExpressionSpecification } from 'maplibre-gl';
import type { Language } from '../i18n';

/** The source of the base map's tiles. */
export const SOURCE = 'base';

/** The families are looked for on this machine; the first that is there is used. */
export const FONTS = ['Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
export const BOLD = ['Noto Sans CJK SC Bold', ...FONTS];

/** A width that doubles about every zoom and a half. */
export const byZoom = (...stops: number[]): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as ExpressionSpecification;

export const kindIn = (kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
export const classIn = (classes: string[]): ExpressionSpecification => ['in', ['get', 'class'], ['literal', classes]];

/** A thing's name in the console's language, else the one people there use. */
export function name(language: Language): ExpressionSpecification {
  return ['coalesce', ['get', language === 'zh' ? 'name_zh' : 'name_en'], ['get', 'name'], ''];
}
