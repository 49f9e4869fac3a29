// Who else is in the air, who controls an aircraft, and what it obeys, in English.

import type { airZh } from './air_zh';

export const airEn: Readonly<Record<keyof typeof airZh, string>> = {
  'traffic.plane': 'aeroplane',
  'traffic.helicopter': 'helicopter',
  'traffic.glider': 'glider',
  'traffic.balloon': 'balloon',
  'traffic.parachute': 'parachute',
  'traffic.ultralight': 'ultralight',
  'traffic.drone': 'drone',
  'traffic.unknown': 'aircraft',
  'height.pressure': 'above 1013 hPa',
  'height.ellipsoid': 'above the ellipsoid',
  'height.ground': 'above ground',
  'control.title': 'Control',
  'control.yours': 'You hold control',
  'control.held': '{post} holds control. Hold, return and land are yours all the same',
  'control.nobody': 'No post holds control: any operator may order',
  'control.asked': '{post} asks for control; it passes in {left} s unless it is kept',
  'control.waiting': 'Asked for control, waiting for the answer',
  'control.ask': '{who}: ask for control',
  'control.handOver': '{who}: hand over control',
  'control.keep': '{who}: keep control',
  'control.release': '{who}: release control',
  'control.aboardUs': 'The aircraft listens to us',
  'control.aboardNobody': 'The aircraft listens to no station: take control first',
  'control.aboardOther': 'The aircraft listens to station {system}',
  'control.aboardAsked': 'Station {system} asks the aircraft for control',
  'control.aboardRefused': 'The aircraft did not give us control: its station was asked',
  'signing.deaf': 'It obeys only what is signed',
  'signing.open': 'It obeys commands nobody signed: it is not launched',
};
