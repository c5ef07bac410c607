/**
 * The sandbox's time. It runs like the real one and can be moved forward by a control call, so that a test need
 * not wait an hour to see a token end. Everything of the emulator asks this clock, never `Date`.
 */

export type Clock = {
  now(): Date;
  /** Moves time forward. */
  advance(seconds: number): void;
  /** How far this clock is ahead of the real one. */
  aheadSeconds(): number;
  /** Back to real time. */
  reset(): void;
};

export function createClock(): Clock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead * 1000),
    advance: (seconds) => {
      ahead += seconds;
    },
    aheadSeconds: () => ahead,
    reset: () => {
      ahead = 0;
    },
  };
}
