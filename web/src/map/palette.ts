// The colours of the ground and of what is drawn on it, by night and by day.

import type { Theme } from '../ui/theme';

/** One scheme. Names say what a colour is for. */
export type Palette = {
  land: string; outside: string; outsideOpacity: number; boundary: string;
  forest: string; field: string; park: string; town: string; industry: string;
  water: string; waterLine: string; building: string; buildingLine: string;
  motorway: string; major: string; minor: string; path: string; casing: string; rail: string; bridge: string;
  placeText: string; townText: string; roadText: string; waterText: string; halo: string;
  accent: string; noFly: string; noRecord: string; keepIn: string; hotspot: string;
  post: string; postFill: string; units: string; unitBusy: string; unitScene: string; unitOut: string;
  drone: string; droneEdge: string; stale: string; lost: string; label: string; labelHalo: string;
  road: string; severity: readonly [string, string, string, string]; ink: string; track: string;
};

const DARK: Palette = {
  land: '#0E141B', outside: '#070A0E', outsideOpacity: 0.72, boundary: '#7F93A8',
  forest: '#101D19', field: '#111A1E', park: '#12221D', town: '#171F29', industry: '#191F2A',
  water: '#12314A', waterLine: '#1C4666', building: '#222D3A', buildingLine: '#2B3847',
  motorway: '#55697F', major: '#43546A', minor: '#2C3948', path: '#25303C', casing: '#0A0F14', rail: '#3A4552', bridge: '#5B6F86',
  placeText: '#C3CFDB', townText: '#E6EDF3', roadText: '#94A3B4', waterText: '#6FA3CC', halo: '#0B1016',
  accent: '#35C6D6', noFly: '#FF6B63', noRecord: '#C9A6FF', keepIn: '#4CC38A', hotspot: '#FFD93D',
  post: '#DCE6EF', postFill: '#24476B', units: '#9DB0C3', unitBusy: '#6FB1FF', unitScene: '#C9A6FF', unitOut: '#6B7887',
  drone: '#F2F7FB', droneEdge: '#05080B', stale: '#A9B5C3', lost: '#FF9F2E', label: '#F2F7FB', labelHalo: '#05080B',
  road: '#6FB1FF', severity: ['#FF6B63', '#FF9F2E', '#FFD93D', '#6FB1FF'], ink: '#0B0F14', track: '#FF9AD5',
};

const LIGHT: Palette = {
  land: '#EEF0EC', outside: '#C9CFD6', outsideOpacity: 0.6, boundary: '#5E6E7F',
  forest: '#D5E2D0', field: '#E9ECDD', park: '#D3E5CC', town: '#E2E3E4', industry: '#DEDFE6',
  water: '#A9CCE6', waterLine: '#8DB9DB', building: '#CFD2D6', buildingLine: '#B9BEC5',
  motorway: '#F0B35C', major: '#FFFFFF', minor: '#FFFFFF', path: '#D8D2C4', casing: '#A8B0BA', rail: '#9AA3AD', bridge: '#6B7A89',
  placeText: '#2E3B48', townText: '#14202B', roadText: '#54616E', waterText: '#2C6C9C', halo: '#FFFFFF',
  accent: '#00636F', noFly: '#B3181B', noRecord: '#5B2CA8', keepIn: '#1C6B42', hotspot: '#8A6A00',
  post: '#FFFFFF', postFill: '#1F4E7D', units: '#4A5A6A', unitBusy: '#1F4FA8', unitScene: '#5B2CA8', unitOut: '#8A95A1',
  drone: '#0E1822', droneEdge: '#FFFFFF', stale: '#55626F', lost: '#8A4B00', label: '#0E1822', labelHalo: '#FFFFFF',
  road: '#1F4FA8', severity: ['#B3181B', '#8A4B00', '#6B5600', '#1F4FA8'], ink: '#FFFFFF', track: '#9B1466',
};

/** The colours of a scheme. */
export function palette(theme: Theme): Palette {
  return theme === 'dark' ? DARK : LIGHT;
}

/** The colour of a priority, 1 to 4. */
export function severityColour(colours: Palette, priority: number): string {
  return colours.severity[Math.min(4, Math.max(1, priority)) - 1] ?? colours.severity[3];
}
