/** The pictures of the machines, laid out when the page is built. */
declare module 'virtual:charts' {
  export const charts: readonly import('./geometry.ts').ChartGeometry[];
}

/** The states of each machine, without their places. */
declare module 'virtual:chart-strips' {
  export const strips: Readonly<
    Record<import('../../machines/index.ts').MachineName, import('./geometry.ts').ChartStrip>
  >;
}
