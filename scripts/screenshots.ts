/** Takes the pictures of the console that the documents show: `npm run screenshots`. Runs on Node. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { group, msg } from "../mod.ts"
import { launch, makeStage, type Stage } from "../test/browser/browser.ts"

const folder = fileURLToPath(new URL("../docs/console", import.meta.url))
mkdirSync(folder, { recursive: true })

/** Noon in Shanghai on a day in spring, so that pictures change only where the console does. */
const noon = Date.UTC(2026, 3, 10, 4)

const fill = async ({ service, tim }: Stage): Promise<void> => {
  const app = service.app()
  app.webhooks.settings = {
    target: () => Promise.resolve(Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" })),
    token: "token"
  }
  service.world.clock.set(noon, { currentTimeMillisUnsafe: () => Date.now() })
  service.world.clock.freeze(true, { currentTimeMillisUnsafe: () => Date.now() })
  await tim.profiles.set("alice", [{ Tag: "Tag_Profile_IM_Nick", Value: "Alice Liddell" }])
  await tim.groups.create(group("AVChatRoom").name("Friday live").owner("carol"))
  await tim.groupMessages.send(msg().text("Welcome to the book club!").from("alice").toGroup("club").priority("High"))
  await tim.groupMessages.send(msg().text("Chapter seven, the tea party").from("bob").toGroup("club"))
  await tim.messages.send(msg().text("Are you coming to the party?").from("carol").to("alice"))
  const lines = ["Have you read chapter seven?", "Twice! I brought you something", "What is it?"]
  for (const [index, line] of lines.entries()) {
    const [from, to] = index % 2 === 0 ? ["alice", "bob"] as const : ["bob", "alice"] as const
    await tim.messages.send(msg().text(line).from(from).to(to))
  }
  await tim.messages.send(msg().data("gift", { name: "teapot", coins: 7 }, "sent a teapot").from("bob").to("alice"))
  await tim.messages.send(
    msg().location({ latitude: 31.23, longitude: 121.47, desc: "The Bund, Shanghai" }).from("bob").to("alice")
  )
  await tim.messages.send(msg().text("Thank you! See you at six.").from("alice").to("bob"))
  app.faults.add({ command: "sendmsg", count: 1, fault: { kind: "error-code", code: 20012 } }, noon)
  await tim.with({ limits: { maxAttempts: 1 } }).messages.send(msg().text("muted").from("alice").to("bob"))
    // The refusal is what the picture of the requests shows.
    .catch(() => undefined)
  app.faults.add({ command: "send*", probability: 0.2, fault: { kind: "drop", when: "after" } }, noon)
}

const browser = await launch()
for (const colorScheme of ["light", "dark"] as const) {
  await using stage = await makeStage(browser, { colorScheme, timezoneId: "Asia/Shanghai" })
  await fill(stage)
  const { open, page } = stage
  const shoot = (name: string) => page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) })
  const first = (list: string, text: string) =>
    page.getByRole("list", { name: list }).getByRole("listitem").filter({ hasText: text }).first().getByRole("button")
  await open("overview")
  await shoot("overview")
  await open("conversations")
  await first("Conversations", "See you at six").click()
  await page.getByTestId("message").getByText("See you at six").waitFor()
  await shoot("conversations")
  await open("accounts")
  await first("Accounts", "alice").click()
  await page.getByText("Alice Liddell").last().waitFor()
  await shoot("accounts")
  await open("requests")
  await first("Requests", "20012").click()
  await page.getByTestId("call").waitFor()
  await shoot("requests")
  await open("webhooks")
  await first("Webhooks", "C2C.CallbackAfterSendMsg").click()
  await page.getByTestId("delivery").waitFor()
  await shoot("webhooks")
  await open("faults")
  await page.getByTestId("fault").first().waitFor()
  await shoot("faults")
}
await browser.close()
console.log(`The pictures are in ${folder}`)
