/** A browser, and an emulator for it to look at. */
import chromium from "@sparticuz/chromium"
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from "playwright-core"
import { connect, type Connection } from "../../mod.ts"
import { emulator, type EmulatorService } from "../../src/emulator/mod.ts"
import { type EmulatorServer, serve } from "../../src/emulator/server.ts"

/** Starts the Chromium that comes with the development dependencies; it needs nothing from the machine. */
export const launch = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? await chromium.executablePath(),
    // Not the package's own arguments: they put all into one process, which ends with the first page that is closed.
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    headless: true
  })

/** What a test of the console has at hand. */
export interface Stage extends AsyncDisposable {
  readonly service: EmulatorService
  readonly server: EmulatorServer
  readonly tim: Connection
  readonly page: Page
  /** What must not happen on a page: errors, dialogs, broken policies, requests to anywhere else. */
  readonly offences: ReadonlyArray<string>
  /** Opens a place of the console, such as `conversations`. */
  readonly open: (place?: string) => Promise<void>
}

/** An emulator of its own with alice, bob and a group, and a page that shows its console. */
export const makeStage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Stage> => {
  const service = emulator({ sdkAppId: 1_400_000_000 })
  const server = await serve(service)
  const tim = await connect(service.options)
  await tim.accounts.importMany(["alice", "bob", "carol"])
  await tim.groups.create({ Type: "Public", Name: "Book club", GroupId: "club", Owner_Account: "alice" })
  await tim.groups.addMembers("club", ["bob"])
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const offences: Array<string> = []
  page.on("pageerror", (error) => offences.push(`error: ${error.message}`))
  page.on("dialog", (dialog) => {
    offences.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("console", (message) => {
    if (message.type() === "error") offences.push(`console: ${message.text()}`)
  })
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (url.origin !== server.url && url.protocol !== "blob:") offences.push(`request: ${url.protocol}//${url.host}`)
  })
  return {
    service,
    server,
    tim,
    page,
    offences,
    open: async (place = "overview") => {
      await page.goto(`${server.consoleUrl}#/${place}`)
      await page.getByTestId(`page-${place.split("?")[0]}`).waitFor()
      await page.getByTestId("link-state").getByText("live", { exact: true }).waitFor()
    },
    [Symbol.asyncDispose]: async () => {
      await context.close()
      await tim.close()
      await server.close()
    }
  }
}
