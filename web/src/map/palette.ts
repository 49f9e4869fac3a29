// The colours of the ground and of what is drawn on it, by night and by day.

import type { Theme } from '../ui/theme';

/** One scheme. Names say what a colour is for. */
export type Palette = {
  land: string; outside: string; boundary: string;
  forest: string; rock: string; field: string; park: string; town: string; industry: string;
  water: string; waterLine: string; building: string; buildingLine: string;
  motorway: string; major: string; minor: string; path: string; casing: string; bridge: string; rail: string;
  placeText: string; townText: string; roadText: string; waterText: string; halo: string; houseText: string; roadNumber: string;
  sign: string; signPolice: string; signAid: string; signWay: string;
  accent: string; noFly: string; noRecord: string; keepIn: string; hotspot: string;
  post: string; postFill: string; units: string; unitBusy: string; unitScene: string; unitOut: string;
  drone: string; droneEdge: string; stale: string; lost: string; label: string; labelHalo: string;
  road: string; severity: readonly [string, string, string, string]; ink: string; track: string;
};

const DARK: Palette = {
  land: '#121A22', outside: '#06090C', boundary: '#93A9BF',
  forest: '#13271F', rock: '#1A2027', field: '#151F22', park: '#173024', town: '#1A232D', industry: '#1F2734',
  water: '#143A56', waterLine: '#1D4D70', building: '#28333F', buildingLine: '#364452',
  motorway: '#7C93AC', major: '#5F758D', minor: '#3B4A5B', path: '#3E4E5D', casing: '#0A0F14', bridge: '#05080B', rail: '#5A6877',
  placeText: '#C3CFDB', townText: '#EDF2F7', roadText: '#9DACBC', waterText: '#7BB0D8', halo: '#0B1016', houseText: '#8C9AA9', roadNumber: '#8FA3B8',
  sign: '#5B6B7C', signPolice: '#3D7FD0', signAid: '#B84A45', signWay: '#3F7488',
  accent: '#35C6D6', noFly: '#FF6B63', noRecord: '#C9A6FF', keepIn: '#4CC38A', hotspot: '#FFD93D',
  post: '#DCE6EF', postFill: '#24476B', units: '#A3B5C7', unitBusy: '#6FB1FF', unitScene: '#C9A6FF', unitOut: '#7A8796',
  drone: '#F6FAFD', droneEdge: '#05080B', stale: '#A9B5C3', lost: '#FF9F2E', label: '#F2F7FB', labelHalo: '#05080B',
  road: '#6FB1FF', severity: ['#FF6B63', '#FF9F2E', '#FFD93D', '#6FB1FF'], ink: '#0B0F14', track: '#FF9AD5',
};

const LIGHT: Palette = {
  land: '#F3F4F0', outside: '#BFC7CF', boundary: '#5E6E7F',
  forest: '#D3E2CC', rock: '#E2E0DA', field: '#E9ECDD', park: '#D3E5CC', town: '#EAEAE8', industry: '#E3E4EA',
  water: '#A9CCE6', waterLine: '#8DB9DB', building: '#DADCDF', buildingLine: '#BFC4CA',
  motorway: '#F3BE70', major: '#FBE7B8', minor: '#FFFFFF', path: '#C9BFAB', casing: '#B4BBC4', bridge: '#7C8692', rail: '#8A939E',
  placeText: '#2E3B48', townText: '#14202B', roadText: '#54616E', waterText: '#23608D', halo: '#FFFFFF', houseText: '#66727E', roadNumber: '#5F6D7C',
  sign: '#6F7D8B', signPolice: '#1F5FB5', signAid: '#B3302B', signWay: '#2A6478',
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
