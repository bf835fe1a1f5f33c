import process from "node:process"
import { Bot } from "grammy"

const bot = new Bot("1:token", { client: { apiRoot: process.argv[2] ?? "" } })
await bot.api.sendMessage(1, "hi")
console.log("answered")
