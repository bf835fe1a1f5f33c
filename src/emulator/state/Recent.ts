/** What was done a short while ago, for services that drop a repeated call. */

/** Values that are forgotten after a while. Time must not run backwards. */
export class Recent<Value> {
  private readonly milliseconds: number
  /** In the order in which they were remembered, so that those to forget are in front. */
  private readonly values = new Map<string, { readonly value: Value; readonly since: number }>()

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }

  /** What is remembered; nothing once its time is over. */
  get(key: string, nowMillis: number): Value | undefined {
    this.forget(nowMillis)
    return this.values.get(key)?.value
  }

  /** Remembers a value from now on, as the newest. */
  set(key: string, value: Value, nowMillis: number): void {
    this.forget(nowMillis)
    this.values.delete(key)
    this.values.set(key, { value, since: nowMillis })
  }

  delete(key: string): void {
    this.values.delete(key)
  }

  private forget(nowMillis: number): void {
    for (const [key, { since }] of this.values) {
      if (nowMillis - since <= this.milliseconds) return
      this.values.delete(key)
    }
  }
}

/** A short stand-in for a long text, where nobody tries to find two texts with the same one. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
