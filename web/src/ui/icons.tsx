// SPDX-License-Identifier: Apache-2.0
// Line icons on a 20-unit grid, drawn for this product. They are always beside words or inside a labelled control.

const shapes = {
  home: 'M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4.5h3v4.5',
  search: 'M8.8 14.6a5.8 5.8 0 1 0 0-11.6 5.8 5.8 0 0 0 0 11.6ZM13 13l4 4',
  people: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.5c0-3 2-5 5-5s5 2 5 5M13 4a3 3 0 0 1 0 5.4M14.5 11.8c1.9.6 3 2.3 3 4.7',
  person: 'M10 9.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM4 17c0-3.4 2.4-5.6 6-5.6s6 2.2 6 5.6',
  inbox: 'M3 11.5 5 4h10l2 7.5V16H3v-4.5ZM3 11.5h4l1 2h4l1-2h4',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.8',
  pages: 'M6.5 3H12l4 4v8.5h-9.5zM12 3v4h4M4 5.5V18h9',
  document: 'M5 2.8h6.5L15.5 6.800V17.200H5zM11.3 2.800V7h4.200M7.5 10.5h5.5M7.5 13.5h5.5',
  message: 'M3 4.5h14v9.5H9l-3.5 3v-3H3zM6.5 8h7M6.5 10.700h4.5',
  ledger: 'M4.5 3h9.5a1.5 1.5 0 0 1 1.5 1.5V17H6a1.5 1.5 0 0 1-1.5-1.5zM4.5 15.5A1.5 1.5 0 0 1 6 14h9.5M8 6.5h4.5M8 9.200h4.5',
  scale: 'M10 3v14M6 17h8M4 5.5h12M4 5.5 2 11h4zM16 5.5 14 11h4z',
  job: 'M10 3v2.5M10 14.5V17M3 10h2.5M14.5 10H17M5 5l1.8 1.800M13.2 13.2 15 15M15 5l-1.8 1.800M6.8 13.2 5 15',
  plug: 'M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5V17.5',
  send: 'M3 9.5 17 3l-4.5 14-3-5.5zM9.5 11.5 17 3',
  rule: 'M4 4h12v12H4zM7 8l1.3 1.300L10.5 7M7 12.300l1.3 1.3 2.2-2.300M12.5 8.5H14M12.5 12.800H14',
  glass: 'M2.5 10S5.5 4.8 10 4.8 17.5 10 17.5 10 14.5 15.2 10 15.2 2.5 10 2.5 10ZM10 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600Z',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12.200v2',
  sun: 'M10 13.300a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.600ZM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.300l1.4 1.400M14.3 14.300l1.4 1.400M15.7 4.300l-1.4 1.400M5.7 14.300l-1.4 1.4',
  moon: 'M16.5 11.800A7 7 0 1 1 8.2 3.5a5.7 5.7 0 0 0 8.3 8.300Z',
  screen: 'M3 4h14v9.5H3zM7.5 17h5M10 13.5V17',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6.5 11.700h7',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'm4 10.5 4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  near: 'M4 8.2c2-2 4-2 6 0s4 2 6 0M4 13c2-2 4-2 6 0s4 2 6 0',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  next: 'm7.5 4.5 5.5 5.5-5.5 5.5',
  back: 'M12.5 4.5 7 10l5.5 5.5',
  chevron: 'm5 7.5 5 5 5-5',
  warning: 'M10 3 2.5 16.5h15zM10 8v4M10 14.200v.1',
  stop: 'M7 2.800h6L17.2 7v6L13 17.200H7L2.8 13V7zM10 6.5v4.5M10 13.5v.1',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.200v4.300M10 6.600v.1',
  pin: 'M7.5 3h5l-.8 5 2.8 2.800v1.200h-9v-1.200L8.3 8zM10 12v5.5',
  share: 'M14.5 7.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600ZM5.5 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600ZM14.5 17.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600ZM7.5 9l5-2.800M7.5 11l5 2.8',
  download: 'M10 3v9.5M5.5 8.5l4.5 4.5 4.5-4.5M4 16.5h12',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
  note: 'M4 3.5h12v9l-4 4H4zM12 16.5v-4h4M7 7.5h6M7 10.5h3.5',
  filter: 'M3 4.5h14l-5.5 6.5v5l-3 1.5V11z',
  columns: 'M3.5 4h13v12h-13zM8 4v12M12.5 4v12',
  replay: 'M4 10a6 6 0 1 0 2-4.5L4 7.5M4 3.5v4h4',
  hand: 'M4 11.5 6.5 9l2 1.5h4a1.5 1.5 0 0 1 0 3H9M4 16.5h2l1 .5h5l5-4.5a1.3 1.3 0 0 0-1.8-1.800l-2.5 2',
  dots: 'M4.5 10h.1M10 10h.1M15.5 10h.1',
  outside: 'M11.5 3.5h5v5M16.5 3.5 9 11M14.5 11.5v5h-11v-11h5',
  bed: 'M3 16.5V5M3 12.5h14v4M17 12.5V10a2 2 0 0 0-2-2H8.5v4.5M5.8 9.800h.1',
  calendar: 'M3.5 5h13v12h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  flask: 'M8 3h4M8.8 3v5L4.5 16.5h11L11.2 8V3M6.5 13h7',
  logout: 'M8 3.5H4v13h4M8.5 10H17M13.5 6.5 17 10l-3.5 3.5',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-turns={name === 'next' || name === 'back' || undefined}
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={shapes[name]} />
    </svg>
  )
}
