/** Random numbers that can be repeated. */

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export class SeededRandom {
  /** Where it stands. Setting it repeats what came from there. */
  state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  readonly next = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    const { state } = this
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Numbers from 0 up to 1, the same for the same seed. */
export const makeRandom = (seed: number): () => number => new SeededRandom(seed).next
