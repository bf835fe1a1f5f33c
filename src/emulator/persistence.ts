/** All apps of an emulator as one document, for a file that survives it. */
import * as Redacted from "effect/Redacted"
import type { App } from "./state/App.ts"
import { Unreadable } from "./state/codec.ts"
import type { NewApp, StateDocument, World } from "./World.ts"

/** All apps, with their keys: whoever reads it can call the emulator. */
export interface DataDocument {
  readonly format: "timkit-data"
  readonly version: 1
  readonly apps: ReadonlyArray<{ readonly app: NewApp & { readonly sdkAppId: number }; readonly state: StateDocument }>
}

const settingsOf = (app: App): NewApp & { readonly sdkAppId: number } => ({
  sdkAppId: app.sdkAppId,
  secretKey: Redacted.value(app.secretKey),
  administrators: [...app.administrators],
  edition: app.edition,
  profileTags: [...app.profileTags],
  friendTags: [...app.friendTags],
  groupFields: [...app.groupFields],
  memberFields: [...app.memberFields]
})

/** All apps as one document. */
export const saveAll = (world: World): DataDocument => ({
  format: "timkit-data",
  version: 1,
  apps: [...world.apps.values()].map((app) => ({ app: settingsOf(app), state: world.save(app.sdkAppId) }))
})

/** Puts back the apps of a document. An app that is there keeps its key and its settings. Throws `Unreadable`. */
export const loadAll = (world: World, document: unknown): void => {
  const { apps, format, version } = (document ?? {}) as Partial<DataDocument>
  if (format !== "timkit-data" || version !== 1 || !Array.isArray(apps)) throw new Unreadable("not such a document")
  for (const { app, state } of apps as DataDocument["apps"]) {
    if (!world.apps.has(app.sdkAppId)) world.createApp(app)
    world.load(app.sdkAppId, state)
  }
}
