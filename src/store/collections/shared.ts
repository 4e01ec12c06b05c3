/** Of what is about nobody. */
export const nobody = () => undefined

/** Kept in clear: never with personal data. */
export const clear = () => undefined
