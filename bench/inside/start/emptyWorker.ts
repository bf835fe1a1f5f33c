export default { fetch: () => new Response("answered") }
