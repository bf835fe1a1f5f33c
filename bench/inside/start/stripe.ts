import process from "node:process"
import { Stripe } from "stripe"

const { hostname, port } = new URL(process.argv[2] ?? "")
const stripe = new Stripe("sk_test_1", { host: hostname, port, protocol: "http" })
await stripe.customers.create({ name: "alice" })
console.log("answered")
