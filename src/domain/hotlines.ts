/** Public numbers that answer for free anywhere in the country; what each is for stands in the texts. */
export const hotlines = ['12333', '12345', '12348', '12351', '12355', '12356', '110', '120'] as const
export type Hotline = (typeof hotlines)[number]
