import process from "node:process"
import { StreamChat } from "stream-chat"

const client = new StreamChat("key", "secret")
client.setBaseURL(process.argv[2] ?? "")
await client.upsertUser({ id: "alice" })
console.log("answered")
