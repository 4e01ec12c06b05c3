export const complaintOfficers = {} as const
