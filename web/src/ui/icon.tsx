// The page's own line icons, drawn on a 24-unit grid. Always decorative: the word stands beside or in the label.

const PATHS = {
  assault: 'M5 19 15 9m0 0 4-5 1 1-5 4M15 9l1.5 1.5M7 14l3 3M4 20l2-2',
  theft: 'M6 9h12l1 11H5zM9 9V7a3 3 0 0 1 6 0v2M9.5 14l5 3m0-3-5 3',
  traffic_accident: 'M3 16v-3l2-5h8l2 5v3zM5 16v2m8-2v2M5.5 13h.01M12.5 13h.01M18 5l-1 3 3 1-2 3 3 1',
  missing_person: 'M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 20c.6-4 3-6 6.5-6 1 0 2 .2 2.8.6M17 14.500a2 2 0 1 1 2.6 1.900c-.4.2-.6.5-.6 1.100M19 20.500h.01',
  fire: 'M12 21c-3.6 0-6-2.4-6-5.7 0-2.6 1.7-4.2 3-6.1.9 1 1.3 1.7 1.4 2.600C12.5 10 13 6.5 11.5 3c4 1.7 6.5 6.3 6.5 11.4 0 3.9-2.4 6.6-6 6.600z',
  crowd: 'M12 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 19c0-3 1.5-5 4-5s4 2 4 5M2.5 18c0-2.2 1-3.6 3-3.600M21.5 18c0-2.2-1-3.6-3-3.6',
  disturbance: 'M4 10v4h3l5 4V6L7 10zM15.5 9.500a4 4 0 0 1 0 5M18 7a8 8 0 0 1 0 10',
  officer_in_need: 'M12 3l7 2.500v5.500c0 4.5-3 7.5-7 9.5-4-2-7-5-7-9.500V5.500zM12 8v5M12 16h.01',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  layers: 'M12 4 3 9l9 5 9-5zM4 13.5 12 18l8-4.5',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M5.6 18.4 7 17M17 7l1.4-1.4',
  moon: 'M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z',
  sound: 'M4 10v4h3l5 4V6L7 10zM15.5 9.500a4 4 0 0 1 0 5',
  mute: 'M4 10v4h3l5 4V6L7 10zM16 10l4 4m0-4-4 4',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17l9-10',
  locate: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v3M12 18v3M3 12h3M18 12h3',
  drone: 'M8 8l8 8m0-8-8 8M6.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  car: 'M4 16v-4l2-5h12l2 5v4zM6 16v2.500M18 16v2.500M4.5 12h15M7.5 14h.01M16.5 14h.01',
  motorbike: 'M6 18a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM18 18a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 15l4-4h4l4 4M14 11l-1.5-4H15',
  foot: 'M13 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM9 20l2.5-6L10 11.500l1-3.5 2.5 2 2.5 1M13 13l1.5 3 .5 4M10.5 8.5 8 10v3',
  eye: 'M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6zM12 14.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  wind: 'M3 9h10a2.5 2.5 0 1 0-2.5-2.500M3 13h15a2.5 2.5 0 1 1-2.5 2.500M3 17h7',
  person: 'M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.7-4 3.3-6 7-6s6.3 2 7 6',
  refresh: 'M19 12a7 7 0 1 1-2-5M19 4v4h-4',
  hold: 'M9 6v12M15 6v12',
  home: 'M4 11.5 12 5l8 6.500M6.5 10v9h11v-9',
  land: 'M12 4v10m0 0-4-4m4 4 4-4M5 19h14',
  goTo: 'M12 21c4-4.5 6-7.7 6-11a6 6 0 1 0-12 0c0 3.3 2 6.5 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  orbit: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.5 9a8 8 0 0 1 15 0M19.5 15a8 8 0 0 1-15 0M19.500 5v4h-4',
  shut: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM7.5 12h9',
  list: 'M5 6h.01M9 6h10M5 12h.01M9 12h10M5 18h.01M9 18h10',
  link: 'M4 18h.01M8 15v3M12 12v6M16 9v9M20 6v12',
} as const;

/** The icons there are. */
export type IconName = keyof typeof PATHS;

/** One icon, as large as the text beside it. */
export function Icon({ name, size = 1.25 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" style={{ width: `${size}em`, height: `${size}em` }}>
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The icon of a code of the server, if there is one. */
export function iconFor(code: string): IconName {
  return code in PATHS ? (code as IconName) : 'locate';
}
