/** Secrets with marks, and every kind of failure: nothing that can be seen afterwards may hold a mark. */
import { emulator } from "../../src/emulator/mod.ts"
import { saveAll } from "../../src/emulator/persistence.ts"
import type { Campaign, Report } from "../support/campaign.ts"
import { Canaries } from "./secrets/canaries.ts"
import { clientFailures } from "./secrets/clientFailures.ts"
import { emulatorFailures } from "./secrets/emulatorFailures.ts"
import { ownFailures } from "./secrets/ownFailures.ts"
import { type Failure, Scene } from "./secrets/scene.ts"
import { webhookFailures } from "./secrets/webhookFailures.ts"

const table: ReadonlyArray<Failure> = [...clientFailures, ...emulatorFailures, ...ownFailures, ...webhookFailures]

/** Places that do hold a secret, so that it is known that it would be found: each by what hides it. */
const hidingPlaces = (secret: string): Readonly<Record<string, unknown>> => {
  const service = emulator({ secretKey: secret })
  const piece = `see ${secret.slice(20, 34)}.`
  const getter = new (class Box {
    get shown(): string {
      return secret
    }
  })()
  return {
    "the file that keeps an emulator's state": saveAll(service.world),
    "how to connect": service.options,
    "a piece": piece,
    "a URL-encoded text": encodeURIComponent(secret),
    "a hidden property": Object.defineProperty({}, "hidden", { value: secret }),
    "a symbol": { [Symbol(secret)]: 1 },
    "a property's name": { [secret]: 1 },
    "a getter": getter,
    "a map": new Map([[1, new Set([secret])]]),
    "a cause": new Error("outer", { cause: new Error("inner", { cause: { secret } }) }),
    "many errors": new AggregateError([new Error(secret)]),
    "bytes": { bytes: new TextEncoder().encode(`....${secret}`) },
    "headers": new Headers({ "x-secret": secret }),
    "a long text": "-".repeat(10_000) + piece
  }
}

/** How many places hold a secret that is found there, and those where it is not. */
const control = (seed: number): { readonly found: string; readonly missed: ReadonlyArray<string> } => {
  const missed: Array<string> = []
  const canaries = new Canaries(seed)
  const all = Object.entries(hidingPlaces(canaries.make("secret")))
  for (const [place, value] of all) {
    const scene = new Scene("control", canaries)
    scene.look(place, value)
    if (scene.found === 0) missed.push(`a secret in ${place} is not found`)
  }
  return { found: `${all.length - missed.length} of ${all.length}`, missed }
}

export const secrets: Campaign = {
  title: "after every kind of failure, no mark of a key, token or UserSig is to be seen anywhere",
  unit: "failures",
  size: table.length,
  run: async ({ seed, size }): Promise<Report> => {
    const canaries = new Canaries(seed)
    const { found: controls, missed } = control(seed)
    const violations = new Set(missed)
    const places = new Set<string>()
    const kinds = new Set<string>()
    let looked = 0
    let found = 0
    for (let index = 0; index < size; index++) {
      const { happen, name } = table[index % table.length] as Failure
      const scene = new Scene(name, canaries)
      await happen(scene)
      kinds.add(name)
      looked += scene.places.size
      found += scene.found
      for (const place of scene.places) places.add(place)
      for (const violation of scene.violations) violations.add(violation)
    }
    return {
      figures: {
        failures: size,
        "kinds of failures": kinds.size,
        "kinds of places": places.size,
        "places looked at a failure": Math.round(looked / size),
        "texts searched": canaries.texts,
        "characters searched": canaries.characters,
        "secrets found where they are put": controls,
        "marks found": found
      },
      violations: [...violations]
    }
  }
}
