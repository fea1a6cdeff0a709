/** A rectangle in CSS pixels, from the picture's upper left corner. */
interface PlacedBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A state with its place. */
export interface ChartStateBox extends PlacedBox {
  /** The path of its names from the machine's root, such as `active.counting`. */
  path: string;
  /** Its own name in the machine, for where there is no word for it. */
  name: string;
  /** What the machine says that it means, in English. */
  description: string;
  isFinal: boolean;
  /** Whether it has states inside. */
  isFrame: boolean;
}

/** A way from one state to another. */
export interface ChartWay {
  from: string;
  to: string;
  /** The types of the events that lead this way. */
  events: string[];
  /** The line, as the `d` of an SVG path that ends at the tip of its arrow. */
  line: string;
  /** The middle of its number's badge. */
  at: { x: number; y: number };
}

/** One machine's picture: all that drawing it needs. Made from its definition when the page is built. */
export interface ChartGeometry {
  /** The machine's name in the catalogue. */
  name: string;
  width: number;
  height: number;
  /** The path of the state that an instance begins in. */
  initial: string;
  /** Outer states before the ones inside them. */
  states: ChartStateBox[];
  /** Where the lines begin that mark the state in which another begins. */
  starts: { x: number; y: number; line: string }[];
  ways: ChartWay[];
}
