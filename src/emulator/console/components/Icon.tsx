/** @jsxImportSource preact */
import type { VNode } from "preact"

/** Shapes on a grid of 24, drawn by their outlines. */
const shapes = {
  overview: "M4 13a8 8 0 1 1 16 0M12 13l4-4M6 19h12",
  conversations: "M4 5h16v11H9l-5 4z",
  accounts: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6" +
    "M17.5 14.5c2 .8 3.5 2.8 3.5 5.5",
  requests: "M4 8h13l-3-3M20 16H7l3 3",
  webhooks: "M12 4a4 4 0 0 1 2 7.5l3 4.5M10 11.5 7 16M7 20a3.5 3.5 0 1 1 .5-7M10.5 16.5H17M17 20a3.5 3.5 0 1 0-3-5",
  faults: "M13 3 5 14h6l-1 7 9-12h-6z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  braces: "M8 4c-2 0-3 1-3 3v2c0 2-1 3-2 3 1 0 2 1 2 3v2c0 2 1 3 3 3" +
    "M16 4c2 0 3 1 3 3v2c0 2 1 3 2 3-1 0-2 1-2 3v2c0 2-1 3-3 3",
  undo: "M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-3-7z",
  auto: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  light: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  dark: "M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 10a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
  video: "M4 6h11v12H4zM15 11l5-3v8l-5-3",
  sound: "M4 10v4M8 7v10M12 4v16M16 8v8M20 10v4",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  place: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  face: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9 10v1M15 10v1M9 14c1 2 5 2 6 0",
  stack: "M12 4 4 8l8 4 8-4zM4 12l8 4 8-4M4 16l8 4 8-4",
  stream: "M4 7h16M4 12h11M4 17h6M18 15v5",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4l3 2",
  keyboard: "M3 7h18v11H3zM7 11h.01M12 11h.01M17 11h.01M8 15h8",
  swap: "M7 4 4 7l3 3M4 7h14M17 14l3 3-3 3M20 17H6"
} as const

export type IconName = keyof typeof shapes

/** A small picture that says nothing to those who cannot see it: what it stands beside has the words. */
export const Icon = ({ name }: { readonly name: IconName }): VNode => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={shapes[name]} />
  </svg>
)
