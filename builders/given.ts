/** The fields of an object that are given, without those that are `undefined`. */
export const given = <Fields extends object>(fields: Fields): Fields => {
  const found: Partial<Fields> = {}
  for (const name in fields) if (fields[name] !== undefined) found[name] = fields[name]
  return found as Fields
}
